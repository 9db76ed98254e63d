package dev.slipway.platform.backup;

import dev.slipway.platform.addon.Addons;
import dev.slipway.platform.app.App;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
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

    /** How long backups that nobody knows are kept after they were found, in days. docs/addons.md promises it. */
    private static final int LOST = 90;

    private final TransferRecords records;
    private final BackupFiles files;
    private final Addons addons;
    private final BackupSettings settings;
    private final Clock clock;

    Retention(TransferRecords records, BackupFiles files, Addons addons, BackupSettings settings, Clock clock) {
        this.records = records;
        this.files = files;
        this.addons = addons;
        this.settings = settings;
        this.clock = clock;
    }

    /** Deletes what need not be kept, and sets aside what nobody knows. */
    void apply() {
        Map<UUID, List<Transfer>> backups = records.backups().stream().collect(Collectors.groupingBy(Transfer::addonId));
        backups.values().forEach(this::trim);
        records.markOrphans(backups.keySet().stream().filter(addon -> addons.find(addon).isEmpty()).toList());
        records.orphanedFor(settings.afterDestroy()).forEach(this::delete);
        records.leftovers().forEach(this::delete);
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        files.tidy(this::needed, today, today.minusDays(LOST));
    }

    /** Deletes what a database has too many of. */
    void trim(UUID addonId) {
        trim(records.backupsOf(addonId));
    }

    /** @param backups of one database, the newest first */
    private void trim(List<Transfer> backups) {
        Stream.concat(backups.stream().filter(Transfer::automatic).skip(settings.keepAutomatic()),
                backups.stream().filter(backup -> !backup.automatic()).skip(settings.keepManual())).forEach(this::delete);
    }

    /** Asked in the order of a transfer's life, so that none is missed that moves on meanwhile. */
    private Set<UUID> needed() {
        return Stream.of(records.pending(), records.running(), records.backups()).flatMap(List::stream).map(Transfer::id)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** Deletes all that an app has in its list. */
    void forget(App app) {
        records.of(app).forEach(this::delete);
    }

    /** The file first: without its row it would be kept as lost. */
    void delete(Transfer transfer) {
        files.delete(transfer);
        records.delete(transfer.id());
    }
}
