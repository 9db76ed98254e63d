package dev.slipway.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.platform.addon.Plan;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PostgresPlanTests {

    private static PostgresPlan read(String settings) {
        return PostgresPlan.of(new Plan("postgresql", "mini", "", "", false, JsonMapper.shared().readTree(settings)));
    }

    @Test
    void aPlanSaysWhatItGives() {
        PostgresPlan shared = read("""
                {"server": "shared", "class": "hobby", "connections": 20, "rows": 10000, "size": "1GB", "query_limit": "10m"}""");
        assertThat(shared.own()).isFalse();
        assertThat(shared.sharedBy()).contains("hobby");
        assertThat(shared.rows()).contains(10_000L);
        assertThat(shared.queryLimit()).contains(Duration.ofMinutes(10));
        assertThat(shared.floodBytes()).isEqualTo(2L << 30);
        assertThat(read("""
                {"server": "own", "connections": 20, "size": "1GB", "memory": "512MB", "cpus": 0.5}""").cpus()).isEqualTo(0.5);
    }

    @Test
    void allMistakesAreToldAtOnceWithTheirFields() {
        assertThatThrownBy(() -> read("""
                {"server": "shared", "class": "Hobby", "connections": 0, "rowz": 10000, "size": "large", "query_limit": "-1s"}"""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("settings.class", "settings.connections", "settings.rowz is not known", "settings.size",
                        "settings.query_limit");
        assertThatThrownBy(() -> read("{}")).hasMessageContainingAll("settings.server is missing", "settings.class is missing",
                "settings.connections is missing", "settings.size is missing");
        assertThatThrownBy(() -> read("""
                {"server": "shared", "class": "hobby", "connections": 20, "size": null}""")).hasMessageContaining("settings.size is missing");
        assertThatThrownBy(() -> read("""
                {"server": "own", "connections": 20, "size": "1GB"}""")).hasMessageContainingAll("settings.memory", "settings.cpus");
    }
}
