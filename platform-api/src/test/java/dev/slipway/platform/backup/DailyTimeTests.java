package dev.slipway.platform.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.platform.api.ApiException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DailyTimeTests {

    private static final DailyTime TWO_IN_ROME = DailyTime.parse("02", "Europe/Rome");

    @ParameterizedTest
    @CsvSource({
            // Winter: UTC+1; summer: UTC+2.
            "2026-01-15T00:59:59Z, 2026-01-14", "2026-01-15T01:00:00Z, 2026-01-15",
            "2026-07-15T23:59:59Z, 2026-07-15", "2026-07-16T00:00:00Z, 2026-07-16",
            // On 29 March there is no 2 o'clock: it is then 3, which is 1 o'clock UTC.
            "2026-03-29T00:59:59Z, 2026-03-28", "2026-03-29T01:00:00Z, 2026-03-29",
            // On 25 October there are two: the first is meant.
            "2026-10-24T23:59:59Z, 2026-10-24", "2026-10-25T00:00:00Z, 2026-10-25", "2026-10-25T01:30:00Z, 2026-10-25",
            "2026-10-26T00:59:59Z, 2026-10-25"})
    void isOnceADayAlsoWhenTheClocksAreChanged(Instant now, LocalDate lastDue) {
        assertThat(TWO_IN_ROME.lastDue(now)).isEqualTo(lastDue);
    }

    @Test
    void aYearHasAsManyTimesAsDays() {
        Set<LocalDate> days = new HashSet<>();
        Instant begin = Instant.parse("2026-01-01T01:00:00Z");
        for (int minutes = 0; minutes < 365 * 24 * 60; minutes += 10) {
            days.add(TWO_IN_ROME.lastDue(begin.plusSeconds(minutes * 60L)));
        }
        assertThat(days).hasSize(365);
    }

    @Test
    void nightsAreSpreadAndAlwaysTheSameForOneDatabase() {
        Set<DailyTime> times = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            DailyTime time = DailyTime.ofNight(UUID.randomUUID(), ZoneOffset.UTC);
            assertThat(time.hour()).isBetween(0, 5);
            times.add(time);
        }
        assertThat(times).hasSizeGreaterThan(100);
        UUID one = UUID.randomUUID();
        assertThat(DailyTime.ofNight(one, ZoneOffset.UTC)).isEqualTo(DailyTime.ofNight(one, ZoneOffset.UTC));
    }

    @ParameterizedTest
    @CsvSource({"24,UTC", "-1,UTC", "x,UTC", "'',UTC", "2,Europe/Roma", "2,''", "2,'$(id)'", ",UTC"})
    void whatIsNoTimeIsRefused(String hour, String zone) {
        assertThatThrownBy(() -> DailyTime.parse(hour, zone)).isInstanceOf(ApiException.class).hasMessageContaining("--at");
    }

    @Test
    void utcIsMeantWhereNoZoneIsNamed() {
        assertThat(DailyTime.parse("7", null)).isEqualTo(new DailyTime(7, 0, ZoneId.of("UTC")));
    }
}
