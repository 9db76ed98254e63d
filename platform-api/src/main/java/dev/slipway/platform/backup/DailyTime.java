package dev.slipway.platform.backup;

import dev.slipway.platform.api.ApiException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A time of every day, once: where the clocks skip it, as much later; where they show it twice, the first time.
 *
 * @param hour   0 to 23
 * @param minute 0 to 59
 */
record DailyTime(int hour, int minute, ZoneId zone) {

    private static final int NIGHT_MINUTES = 6 * 60;
    private static final int LONGEST_ZONE = 64;

    /**
     * A full hour.
     *
     * @param hour for example {@code 02}
     * @param zone for example {@code Europe/Rome}; UTC if null
     * @throws ApiException 422 if it is none
     */
    static DailyTime parse(@Nullable String hour, @Nullable String zone) {
        if (hour == null || !hour.matches("[01]?[0-9]|2[0-3]")) {
            throw ApiException.invalid("Give the hour of the day, 0 to 23. For example: --at '02:00 Europe/Rome'");
        }
        try {
            if (zone == null || zone.length() <= LONGEST_ZONE) {
                return new DailyTime(Integer.parseInt(hour), 0, ZoneId.of(zone == null ? "UTC" : zone));
            }
        } catch (DateTimeException e) {
            // Answered below.
        }
        throw ApiException.invalid("There is no such time zone. Write for example: --at '02:00 Europe/Rome', or leave it out for "
                + "UTC.");
    }

    /** A time between midnight and 6, always the same for one database; those of many are spread. */
    static DailyTime ofNight(UUID addonId, ZoneId zone) {
        int minute = Math.floorMod(addonId.hashCode(), NIGHT_MINUTES);
        return new DailyTime(minute / 60, minute % 60, zone);
    }

    /** The last day whose time has come. */
    LocalDate lastDue(Instant now) {
        LocalDate today = LocalDate.ofInstant(now, zone);
        Instant due = today.atTime(LocalTime.of(hour, minute)).atZone(zone).toInstant();
        return due.isAfter(now) ? today.minusDays(1) : today;
    }
}
