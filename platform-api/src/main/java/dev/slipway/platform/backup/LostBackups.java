package dev.slipway.platform.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * Backups that no row tells of: {@code lost/<day on which it was found>/<database>/<transfer>.dump}, below the folder of all
 * backups. They wait for people, or for their rows to come back. A file's own time stays that of the backup.
 */
final class LostBackups {

    private static final Logger LOG = LoggerFactory.getLogger(LostBackups.class);

    private final Path backups;
    private final Path folder;

    /** @param backups folder of those that are not lost */
    LostBackups(Path backups) {
        this.backups = backups;
        this.folder = backups.resolve("lost");
    }

    void add(Path backup, LocalDate today) {
        Path place = folder.resolve(today.toString());
        move(backup, place);
        LOG.warn("Nobody knows the backup {} any more: moved to {}", backup, place);
    }

    /** Puts those back that are known again, after somebody restored the platform's database. */
    void giveBack(Predicate<Path> known) {
        days().stream().flatMap(day -> BackupFiles.list(day).stream()).filter(Files::isDirectory)
                .flatMap(database -> BackupFiles.list(database).stream()).filter(known).forEach(backup -> {
                    move(backup, backups);
                    LOG.info("The backup {} is known again: moved to {}", backup, backups);
                });
    }

    /** Deletes what was found before that day. */
    void forget(LocalDate oldest) {
        days().stream().filter(day -> found(day).filter(oldest::isAfter).isPresent()).forEach(day -> {
            try {
                FileSystemUtils.deleteRecursively(day);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot delete " + day, e);
            }
            LOG.info("The lost backups in {} were kept for long enough: deleted", day);
        });
    }

    /** The folders that we made here. */
    private List<Path> days() {
        return BackupFiles.list(folder).stream().filter(day -> found(day).isPresent()).toList();
    }

    private static Optional<LocalDate> found(Path day) {
        try {
            return Optional.of(LocalDate.parse(day.getFileName().toString()));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Moves a backup with the folder of its database; one that was deleted meanwhile is fine. */
    private static void move(Path backup, Path to) {
        Path database = to.resolve(backup.getParent().getFileName());
        try {
            Files.createDirectories(database, BackupFiles.MY_FOLDER);
            Files.move(backup, database.resolve(backup.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            LOG.debug("A backup was deleted meanwhile", e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot move " + backup + " to " + database, e);
        }
    }
}
