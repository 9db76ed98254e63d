package dev.slipway.platform.backing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortsLabelTests {

    @Test
    void portsAreReadAsTheyWereWritten() {
        Map<Integer, Integer> ports = Map.of(6379, 15_000, 6380, 15_001);

        assertThat(PortsLabel.write(ports)).isEqualTo("6379=15000,6380=15001");
        assertThat(PortsLabel.read(PortsLabel.write(ports))).isEqualTo(ports);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "6379", "6379=", "a=b", "6379=15000;6380=15001", "6379=15000,6379=15001"})
    void whatNobodyWroteCountsAsWithoutPorts(String label) {
        assertThat(PortsLabel.read(label)).isEmpty();
    }
}
