package dev.slipway.platform.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class OutboundConfigurationTests {

    @Test
    void networksAreSeparatedByCommasAndNothingMeansNone() {
        assertThat(bind("10.0.0.0/8, fc00::/7").networks()).containsExactly("10.0.0.0/8", "fc00::/7");
        assertThat(bind("").networks()).isEmpty();
    }

    @Test
    void aMistakeIsToldWithItsKey() {
        assertThatThrownBy(() -> bind("10.0.0.0/8,172.16/12")).isInstanceOf(BindException.class)
                .hasMessageContaining("slipway.outbound").rootCause().hasMessageContaining("not a subnet such as");
    }

    private static OutboundConfiguration.Properties bind(String networks) {
        return new Binder(new MapConfigurationPropertySource(Map.of("slipway.outbound.networks", networks)))
                .bind("slipway.outbound", OutboundConfiguration.Properties.class).get();
    }
}
