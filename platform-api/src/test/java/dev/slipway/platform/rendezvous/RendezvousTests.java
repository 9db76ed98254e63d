package dev.slipway.platform.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.StoppedClock;
import dev.slipway.runtime.AttachOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RendezvousTests {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final RendezvousSettings SETTINGS = new RendezvousSettings(0, Duration.ofSeconds(60), Duration.ofHours(1));

    private final AtomicInteger missed = new AtomicInteger();
    private final Appointment appointment = new Appointment(true, false, () -> new AttachOutcome.Refused("not here"),
            missed::incrementAndGet, () -> {});
    private final StoppedClock clock = new StoppedClock(START);
    private final Rendezvous rendezvous = new Rendezvous(SETTINGS, clock);

    @Test
    void anAppointmentIsKeptOnce() {
        String secret = rendezvous.expect(appointment);

        assertThat(rendezvous.keep(secret)).contains(appointment);
        assertThat(rendezvous.keep(secret)).isEmpty();
        clock.set(START.plusSeconds(61));
        rendezvous.expire();
        assertThat(missed).hasValue(0);
    }

    @Test
    void whoComesTooLateHasMissedIt() {
        String secret = rendezvous.expect(appointment);
        clock.set(START.plusSeconds(59));
        rendezvous.expire();
        assertThat(missed).hasValue(0);

        clock.set(START.plusSeconds(60));
        rendezvous.expire();
        rendezvous.expire();

        assertThat(missed).hasValue(1);
        assertThat(rendezvous.keep(secret)).isEmpty();
    }

    @Test
    void whoComesTooLateForAnybodyToHaveNoticedHasMissedIt() {
        String secret = rendezvous.expect(appointment);
        clock.set(START.plusSeconds(60));

        assertThat(rendezvous.keep(secret)).isEmpty();
        assertThat(missed).hasValue(1);
    }

    @Test
    void secretsAreLongAndDiffer() {
        assertThat(rendezvous.expect(appointment)).matches("rendezvous\\.[A-Za-z0-9_-]{43}")
                .isNotEqualTo(rendezvous.expect(appointment));
    }
}
