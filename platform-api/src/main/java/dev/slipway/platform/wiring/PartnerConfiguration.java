package dev.slipway.platform.wiring;

import dev.slipway.platform.partner.PartnerSettings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** {@code slipway.partner.*}: add-ons of other providers. */
@Configuration(proxyBeanMethods = false)
class PartnerConfiguration {

    @ConfigurationProperties("slipway.partner")
    record Properties(Duration patience, Duration removalPatience) {}

    @Bean
    PartnerSettings partnerSettings(Properties properties) {
        return new PartnerSettings(properties.patience(), properties.removalPatience());
    }
}
