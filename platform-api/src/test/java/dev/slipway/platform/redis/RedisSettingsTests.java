package dev.slipway.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.backing.BackingDesign;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class RedisSettingsTests {

    private static final RedisPlan PLAN = new RedisPlan("redis", DataSize.ofMegabytes(25), 20, 1);

    private static BackingDesign design(List<String> command, Map<String, String> environment) {
        return new BackingDesign("redis-x", PLAN.image(), command, environment, List.of(), "", 0, PLAN.cpus(), 0, List.of(),
                Duration.ZERO, Map.of());
    }

    private static RedisSettings kept(RedisSettings settings) {
        return RedisSettings.of(design(settings.command(), settings.environment()));
    }

    @Test
    void whatIsSetIsReadFromTheDesignAgain() {
        RedisSettings usual = RedisSettings.usual();
        RedisSettings changed = usual.with(MaxmemoryPolicy.VOLATILE_TTL).withTimeout(0).withEvents("Kx$");

        assertThat(kept(usual)).isEqualTo(usual);
        assertThat(kept(changed)).isEqualTo(changed);
        assertThat(RedisPlan.of(design(PLAN.command(), PLAN.environment()))).isEqualTo(PLAN);
    }

    @Test
    void passwordsAreWhatTheImageTakes() {
        RedisSettings settings = RedisSettings.usual();

        assertThat(settings.password()).matches("[A-Za-z][A-Za-z0-9_-]{43}");
        assertThat(settings.withNewPassword().password()).isNotEqualTo(settings.password());
        assertThat(settings).asString().doesNotContain(settings.password());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ex\nrename-command GET x", "\"", " ", "Z", "KEKEKEKEKEKEKEKEKEKEKE"})
    void eventsAreLettersOfTheServers(String events) {
        assertThat(RedisSettings.areEvents(events)).isFalse();
    }
}
