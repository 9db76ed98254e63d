package dev.slipway.platform.wiring;

import dev.slipway.platform.rendezvous.RendezvousSettings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** {@code slipway.rendezvous.*}. */
@Configuration(proxyBeanMethods = false)
class RendezvousConfiguration {

    @ConfigurationProperties("slipway.rendezvous")
    record Properties(int port, Duration patience, Duration idle) {}

    @Bean
    RendezvousSettings rendezvousSettings(Properties properties) {
        return new RendezvousSettings(properties.port(), properties.patience(), properties.idle());
    }
}
