package dev.slipway.platform.backup;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "transfer_schedule")
class TransferScheduleEntity {

    @Id
    UUID id = UUID.randomUUID();
    UUID addonId = id;
    @Nullable String name;
    int hour;
    int minute;
    String timeZone = "UTC";
    LocalDate lastDay = LocalDate.EPOCH;

    /** Sets the time, which comes next in the future. */
    void time(DailyTime time, Instant now) {
        hour = time.hour();
        minute = time.minute();
        timeZone = time.zone().getId();
        lastDay = time.lastDue(now);
    }

    DailyTime time() {
        return new DailyTime(hour, minute, ZoneId.of(timeZone));
    }

    /** Empty if the time is Slipway's. */
    Optional<TransferSchedule> chosen() {
        return Optional.ofNullable(name).map(chosen -> new TransferSchedule(id, addonId, chosen, time()));
    }
}
