package dev.slipway.platform.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The files of backups: {@code <database>/<transfer>.dump}, in the format of {@code pg_dump -Fc}, so that {@code pg_restore}
 * reads them without Slipway. What is being written is a draft, {@code <transfer>.part}, and becomes a backup in one step.
 * Backups that nobody knows any more are in {@link LostBackups}.
 */
@Component
class BackupFiles {

    private static final Logger LOG = LoggerFactory.getLogger(BackupFiles.class);
    private static final String DRAFT = ".part";
    private static final String BACKUP = ".dump";
    private static final FileAttribute<?> MINE = mode("rw-------");
    static final FileAttribute<?> MY_FOLDER = mode("rwx------");

    private final BackupSettings settings;
    private final LostBackups lost;

    BackupFiles(BackupSettings settings) {
        this.settings = settings;
        this.lost = new LostBackups(settings.folder());
    }

    /** Where the draft of a transfer is, if there is one; its folder is there. */
    Path draft(Transfer transfer) {
        return folder(transfer).resolve(transfer.id() + DRAFT);
    }

    /**
     * Opens the draft for writing; what an earlier attempt left is gone.
     *
     * @param progress hears now and then how many bytes there are; runs on the writer's thread
     * @return a stream that throws {@link TransferFailedException} when there is no room for more
     */
    synchronized OutputStream write(Transfer transfer, LongConsumer progress) throws IOException {
        Path draft = draft(transfer);
        Files.createDirectories(draft.getParent(), MY_FOLDER);
        Files.deleteIfExists(draft);
        Files.createFile(draft, MINE);
        return new BoundedFile(draft, settings.maxBytes(), settings.freeDiskBytes(), progress);
    }

    /**
     * Makes the draft the backup, on the disk for good.
     *
     * @return its size
     */
    long keep(Transfer transfer) throws IOException {
        Path draft = draft(transfer);
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Path backup = backup(transfer);
        Files.move(draft, backup, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(backup.getParent())) {
            folder.force(true);
        }
        return Files.size(backup);
    }

    /** The file of a backup; empty if it is gone. */
    Optional<Path> find(Transfer backup) {
        return Optional.of(backup(backup)).filter(Files::isRegularFile);
    }

    void discardDraft(Transfer transfer) {
        delete(draft(transfer));
    }

    /** Deletes all there is of it. */
    void delete(Transfer transfer) {
        discardDraft(transfer);
        delete(backup(transfer));
    }

    /**
     * Deletes drafts that nobody needs, and folders in which nothing is left. A backup that nobody knows is kept as lost: a
     * platform whose own database is gone knows none, and they are all that is left. Other files are not ours.
     *
     * @param needed those whose file, backup or draft, is needed; asked after the files were looked at, so that whatever is
     *               there has a row by then
     * @param today  the day on which what is lost now was found
     * @param oldest lost backups that were found before this day are deleted
     */
    synchronized void tidy(Supplier<Set<UUID>> needed, LocalDate today, LocalDate oldest) {
        List<Path> folders = list(settings.folder()).stream().filter(folder -> id(folder, "").isPresent())
                .filter(Files::isDirectory).toList();
        List<Path> all = folders.stream().flatMap(folder -> list(folder).stream()).toList();
        Set<UUID> kept = needed.get();
        for (Path file : all) {
            if (id(file, DRAFT).filter(id -> !kept.contains(id)).isPresent()) {
                LOG.info("Nobody needs the draft {} any more: deleted", file);
                delete(file);
            } else if (id(file, BACKUP).filter(id -> !kept.contains(id)).isPresent()) {
                lost.add(file, today);
            }
        }
        folders.stream().filter(folder -> list(folder).isEmpty()).forEach(BackupFiles::delete);
        lost.giveBack(file -> id(file, BACKUP).filter(kept::contains).isPresent());
        lost.forget(oldest);
    }

    /** @throws TransferFailedException if the disk is so full that nothing must be written */
    void requireRoom() throws IOException {
        Files.createDirectories(settings.folder(), MY_FOLDER);
        BoundedFile.requireRoom(Files.getFileStore(settings.folder()), settings.freeDiskBytes());
    }

    private Path backup(Transfer transfer) {
        return folder(transfer).resolve(transfer.id() + BACKUP);
    }

    private Path folder(Transfer transfer) {
        return settings.folder().resolve(transfer.addonId().toString());
    }

    private static FileAttribute<?> mode(String mode) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
    }

    /** The id that a file is named by; empty if it has another ending, or another kind of name. */
    private static Optional<UUID> id(Path file, String ending) {
        String name = file.getFileName().toString();
        try {
            return name.endsWith(ending) ? Optional.of(UUID.fromString(name.substring(0, name.length() - ending.length())))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot see what is in " + folder, e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + file, e);
        }
    }
}
