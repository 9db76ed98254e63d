package dev.slipway.platform.backup;

import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.api.ApiException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * When each database is backed up by itself. A database has one time a day: in the night, or when a user scheduled it. The day
 * is ticked off in the transaction that makes the backup's row, so that no restart makes two of it, or none.
 */
@Service
class TransferSchedules {

    private final TransferScheduleRepository schedules;
    private final TransferRepository transfers;
    private final TransferRecords records;
    private final BackupSettings settings;
    private final Clock clock;

    TransferSchedules(TransferScheduleRepository schedules, TransferRepository transfers, TransferRecords records,
                      BackupSettings settings, Clock clock) {
        this.schedules = schedules;
        this.transfers = transfers;
        this.records = records;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * What a user scheduled, or else the night. The night's has the id of the database.
     *
     * @param name of the database, for people
     * @return empty if it is not backed up by itself
     */
    @Transactional(readOnly = true)
    public Optional<TransferSchedule> find(Addon addon, String name) {
        return schedules.findByAddonId(addon.id()).flatMap(TransferScheduleEntity::chosen)
                .or(() -> settings.automatic()
                        ? Optional.of(new TransferSchedule(addon.id(), addon.id(), name + "_URL", night(addon)))
                        : Optional.empty());
    }

    private DailyTime night(Addon addon) {
        return DailyTime.ofNight(addon.id(), settings.zone());
    }

    /** Schedules the database, instead of what was before. @param name for people, as {@link TransferSchedule#name} */
    @Transactional
    public TransferSchedule put(Addon addon, String name, DailyTime time) {
        TransferScheduleEntity schedule = row(addon);
        schedule.name = name;
        schedule.time(time, Instant.now(clock));
        return schedule.chosen().orElseThrow();
    }

    /**
     * Goes back to the night.
     *
     * @throws ApiException 404 if there is no such schedule, 422 if it is the night's
     */
    @Transactional
    public TransferSchedule remove(Addon addon, String id) {
        if (id.equals(addon.id().toString())) {
            throw ApiException.invalid("Every database is backed up once a night here; your administrator can change that. "
                    + "Choose the hour with: heroku pg:backups:schedule DATABASE --at '02:00 Europe/Rome'");
        }
        TransferScheduleEntity schedule = row(addon);
        TransferSchedule last = schedule.chosen().filter(there -> there.id().toString().equals(id))
                .orElseThrow(() -> ApiException.notFound("schedule"));
        schedule.name = null;
        schedule.time(night(addon), Instant.now(clock));
        return last;
    }

    /** Those whose backup has to be made, as far as a look at all of them at once tells; what is new here is one of them. */
    @Transactional(readOnly = true)
    public List<Addon> due(List<Addon> databases) {
        Map<UUID, TransferScheduleEntity> rows = schedules.findAll().stream()
                .collect(Collectors.toMap(row -> row.addonId, row -> row));
        return databases.stream().filter(addon -> {
            TransferScheduleEntity row = rows.get(addon.id());
            return row == null || mayBeDue(addon, row);
        }).toList();
    }

    private boolean mayBeDue(Addon addon, TransferScheduleEntity row) {
        try {
            return due(addon, row).isPresent();
        } catch (DateTimeException e) {
            return true; // its zone is none any more: whoever looks at it alone says so
        }
    }

    /** The day whose backup has to be made; empty if that was done, or never is. */
    private Optional<LocalDate> due(Addon addon, TransferScheduleEntity row) {
        if (row.name == null && !settings.automatic()) {
            return Optional.empty();
        }
        // Not the night's time of the row: an administrator may have changed the zone since.
        DailyTime time = row.chosen().map(TransferSchedule::time).orElseGet(() -> night(addon));
        return Optional.of(time.lastDue(Instant.now(clock))).filter(row.lastDay::isBefore);
    }

    /**
     * Makes the row of a backup whose time has come.
     *
     * @param name of the database, for people
     * @return whether there is one more backup to make
     */
    @Transactional
    public boolean makeDue(Addon addon, String name) {
        TransferScheduleEntity schedule = row(addon);
        Optional<LocalDate> due = due(addon, schedule);
        if (due.isEmpty()) {
            return false;
        }
        schedule.lastDay = due.get();
        if (transfers.existsByAddonIdAndAutomaticTrueAndFinishedAtIsNull(addon.id())) {
            return false; // yesterday's still waits
        }
        records.create(TransferRequest.backup(addon, name, true));
        return true;
    }

    private TransferScheduleEntity row(Addon addon) {
        return schedules.lock(addon.id()).orElseGet(() -> {
            TransferScheduleEntity schedule = new TransferScheduleEntity();
            schedule.addonId = addon.id();
            schedule.time(night(addon), Instant.now(clock));
            return schedules.saveAndFlush(schedule);
        });
    }
}
