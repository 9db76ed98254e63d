package dev.slipway.platform.backup;

import dev.slipway.platform.addon.Addons;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Which backups go: the oldest of a database that has too many, and those of databases that have been gone for long. */
@Component
class Retention {

    private final TransferRecords records;
    private final BackupFiles files;
    private final Addons addons;
    private final BackupSettings settings;

    Retention(TransferRecords records, BackupFiles files, Addons addons, BackupSettings settings) {
        this.records = records;
        this.files = files;
        this.addons = addons;
        this.settings = settings;
    }

    /** Deletes what need not be kept, and files that nobody knows. */
    void apply() {
        Map<UUID, List<Transfer>> backups = records.backups().stream().collect(Collectors.groupingBy(Transfer::addonId));
        backups.values().forEach(this::trim);
        records.markOrphans(backups.keySet().stream().filter(addon -> addons.find(addon).isEmpty()).toList());
        records.orphanedFor(settings.afterDestroy()).forEach(this::delete);
        records.leftovers().forEach(this::delete);
        files.keepOnly(this::needed);
    }

    /** Deletes what a database has too many of. */
    void trim(UUID addonId) {
        trim(records.backups().stream().filter(backup -> backup.addonId().equals(addonId)).toList());
    }

    /** @param backups of one database, the newest first */
    private void trim(List<Transfer> backups) {
        Stream.concat(backups.stream().filter(Transfer::automatic).skip(settings.keepAutomatic()),
                backups.stream().filter(backup -> !backup.automatic()).skip(settings.keepManual())).forEach(this::delete);
    }

    private Set<UUID> needed() {
        return Stream.of(records.backups(), records.pending(), records.running()).flatMap(List::stream).map(Transfer::id)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** The file last: a row without its file would be offered. */
    void delete(Transfer transfer) {
        records.delete(transfer.id());
        files.delete(transfer);
    }
}
