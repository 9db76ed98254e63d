package dev.slipway.platform.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.platform.net.OutboundAddresses;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupFilesTests {

    private static final int MAX = 10_000_000;
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);

    @TempDir
    private Path home;
    private final Transfer transfer = transfer();

    private static Transfer transfer() {
        return new Transfer(UUID.randomUUID(), UUID.randomUUID(), 1, TransferKind.BACKUP, UUID.randomUUID(), Optional.empty(),
                "DATABASE", "backup", false, List.of(), TransferState.RUNNING, TransferStep.FETCHING, 0, 0, 0, Instant.EPOCH,
                Optional.empty(), Optional.empty());
    }

    private BackupFiles files(long freeDisk) {
        return new BackupFiles(new BackupSettings(home.resolve("backups"), true, ZoneOffset.UTC, 7, 10, Duration.ofDays(7), 2,
                MAX, freeDisk, Duration.ofHours(1), new OutboundAddresses(List.of(), List.of(), Set.of())));
    }

    private List<Path> all() throws IOException {
        try (var there = Files.walk(home)) {
            return there.filter(Files::isRegularFile).toList();
        }
    }

    private static void write(BackupFiles files, Transfer transfer, int bytes) throws IOException {
        try (OutputStream out = files.write(transfer, _ -> {})) {
            out.write(new byte[bytes]);
        }
    }

    @Test
    void aDraftBecomesABackupThatOthersOnTheMachineCannotRead() throws IOException {
        BackupFiles files = files(0);
        write(files, transfer, 1000);
        assertThat(files.find(transfer)).isEmpty();

        assertThat(files.keep(transfer)).isEqualTo(1000);

        Path backup = files.find(transfer).orElseThrow();
        assertThat(all()).containsExactly(backup);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup))).isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup.getParent()))).isEqualTo("rwx------");
        files.delete(transfer);
        assertThat(all()).isEmpty();
    }

    @Test
    void aDraftThatBecomesTooLargeEndsWithASentence() throws IOException {
        BackupFiles files = files(0);

        assertThatThrownBy(() -> write(files, transfer, MAX + 1)).isInstanceOf(TransferFailedException.class)
                .hasMessageContaining("9.54 MB");
        files.discardDraft(transfer);

        assertThat(all()).isEmpty();
    }

    @Test
    void aDiskThatIsNearlyFullEndsItBeforeAnythingIsWritten() {
        assertThatThrownBy(() -> write(files(Long.MAX_VALUE), transfer, 1)).isInstanceOf(TransferFailedException.class)
                .hasMessageContaining("disk is nearly full");
    }

    @Test
    void progressIsTold() throws IOException {
        List<Long> told = new ArrayList<>();
        try (OutputStream out = files(0).write(transfer, told::add)) {
            for (int i = 0; i < 9; i++) {
                out.write(new byte[1_000_000]);
            }
        }
        assertThat(told).hasSizeBetween(2, 4).isSorted();
    }

    @Test
    void aDiskThatIsNearlyFullEndsARestoreBeforeAnythingIsWritten() throws IOException {
        files(0).requireRoom();

        assertThatThrownBy(files(Long.MAX_VALUE)::requireRoom).isInstanceOf(TransferFailedException.class)
                .hasMessageContaining("disk is nearly full");
    }

    private Path backup(BackupFiles files, Transfer transfer) throws IOException {
        write(files, transfer, 1);
        files.keep(transfer);
        return files.find(transfer).orElseThrow();
    }

    private Path lost(LocalDate found, Transfer transfer) {
        return home.resolve("backups").resolve("lost").resolve(found.toString()).resolve(transfer.addonId().toString())
                .resolve(transfer.id() + ".dump");
    }

    @Test
    void draftsThatNobodyNeedsGoWithTheirFolders() throws IOException {
        BackupFiles files = files(0);
        Transfer other = transfer();
        Path backup = backup(files, transfer);
        write(files, other, 1);

        files.tidy(() -> Set.of(transfer.id()), TODAY, TODAY);

        assertThat(all()).containsExactly(backup);
        assertThat(home.resolve("backups")).isDirectoryNotContaining("glob:**" + other.addonId());
    }

    @Test
    void backupsOutliveThePlatformsDatabaseAndComeBackWithIt() throws IOException {
        BackupFiles files = files(0);
        Path backup = backup(files, transfer);

        files.tidy(Set::of, TODAY, TODAY.minusDays(90));

        assertThat(all()).containsExactly(lost(TODAY, transfer));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("backups/lost")))).isEqualTo("rwx------");
        files.tidy(() -> Set.of(transfer.id()), TODAY, TODAY.minusDays(90));
        assertThat(all()).containsExactly(backup);
    }

    @Test
    void lostBackupsGoAfterALongTime() throws IOException {
        BackupFiles files = files(0);
        backup(files, transfer);
        files.tidy(Set::of, TODAY, TODAY.minusDays(90));

        files.tidy(Set::of, TODAY.plusDays(90), TODAY);
        assertThat(all()).containsExactly(lost(TODAY, transfer));
        files.tidy(Set::of, TODAY.plusDays(91), TODAY.plusDays(1));

        assertThat(all()).isEmpty();
    }

    @Test
    void filesOfOthersStay() throws IOException {
        BackupFiles files = files(0);
        Path backups = home.resolve("backups");
        List<Path> others = List.of(backups.resolve("notes.txt"), backups.resolve(UUID.randomUUID().toString()),
                backups.resolve(UUID.randomUUID().toString()).resolve("my.dump"), backups.resolve("lost").resolve("notes.txt"),
                backups.resolve("lost").resolve("mine").resolve(transfer.id() + ".dump"));
        for (Path other : others) {
            Files.createDirectories(other.getParent());
            Files.createFile(other);
        }

        files.tidy(() -> Set.of(transfer.id()), TODAY, TODAY);

        assertThat(all()).containsExactlyInAnyOrderElementsOf(others);
    }
}
