package dev.slipway.runtime;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuntimeSettingsTests {

    @Test
    void everyMistakeIsListedAtOnce() {
        assertThatThrownBy(() -> new RuntimeSettings("a b", "10.80.0.0", Duration.ofSeconds(-1), 0, " ", Map.of("db.example", "x y")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("network", "subnet", "stop-grace", "pids-limit", "owner", "hosts");
    }
}
