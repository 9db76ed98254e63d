package dev.slipway.platform.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.StoppedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CurrentStatusTests {

    private final StoppedClock clock = new StoppedClock(Instant.parse("2026-01-02T03:04:05Z"));

    @Test
    void whoWaitedForALongLookDoesNotLookAgain() {
        AtomicInteger looks = new AtomicInteger();
        CurrentStatus status = new CurrentStatus(List.of(new SystemCheck() {
            @Override
            public System system() {
                return System.DATA;
            }

            @Override
            public Optional<Trouble> look() {
                looks.incrementAndGet();
                clock.advance(Duration.ofSeconds(6));
                throw new IllegalStateException("no answer");
            }

            @Override
            public Trouble silence() {
                return new Trouble(false, "silent", "It does not answer.");
            }
        }), clock);

        assertThat(status.incidents()).hasSize(1);
        assertThat(status.incidents()).hasSize(1);
        assertThat(looks).hasValue(1);

        clock.advance(Duration.ofSeconds(6));
        status.incidents();
        assertThat(looks).hasValue(2);
    }
}
