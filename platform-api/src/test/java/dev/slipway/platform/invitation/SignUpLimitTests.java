package dev.slipway.platform.invitation;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.platform.StoppedClock;
import dev.slipway.platform.api.ApiException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SignUpLimitTests {

    private final StoppedClock clock = new StoppedClock(Instant.parse("2026-09-01T08:00:00Z"));
    private final SignUpLimit limit = new SignUpLimit(clock);

    private void exhaust(String client) {
        for (int i = 0; i < 200; i++) {
            limit.count(client);
        }
    }

    @Test
    void aClassBehindOneAddressSignsUpAndAFloodIsStoppedForAnHour() {
        exhaust("192.0.2.1");

        assertThatThrownBy(() -> limit.count("192.0.2.1")).isInstanceOf(ApiException.class).hasMessageContaining("Try again in 61 minutes");
        limit.count("192.0.2.2");
        clock.advance(Duration.ofMinutes(61));
        limit.count("192.0.2.1");
    }

    @Test
    void theAddressesOfOneIpv6NetworkCountAsOneClient() {
        exhaust("2001:db8:1:2::1");

        assertThatThrownBy(() -> limit.count("2001:db8:1:2:ffff::9")).isInstanceOf(ApiException.class);
        limit.count("2001:db8:1:3::1");
        limit.count("no address at all");
    }
}
