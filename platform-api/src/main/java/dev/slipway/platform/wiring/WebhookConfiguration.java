package dev.slipway.platform.wiring;

import dev.slipway.platform.net.OutboundAddresses;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** {@code slipway.webhooks.*}: where webhooks may go. */
@Configuration(proxyBeanMethods = false)
class WebhookConfiguration {

    @ConfigurationProperties("slipway.webhooks")
    record Properties(boolean privateNetworks) {}

    @Bean
    OutboundAddresses webhookAddresses(Properties properties, SlipwayProperties slipway, RuntimeConfiguration.Properties runtime) {
        String domain = slipway.domain();
        return new OutboundAddresses(properties.privateNetworks(), List.of(runtime.subnet()),
                Set.of("localhost", "api." + domain, "git." + domain));
    }
}
