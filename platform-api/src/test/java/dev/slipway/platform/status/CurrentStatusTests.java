package dev.slipway.platform.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CurrentStatusTests {

    private volatile Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

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
                now = now.plus(Duration.ofSeconds(6));
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

        now = now.plus(Duration.ofSeconds(6));
        status.incidents();
        assertThat(looks).hasValue(2);
    }
}
