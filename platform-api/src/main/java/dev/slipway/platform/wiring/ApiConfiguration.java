package dev.slipway.platform.wiring;

import dev.slipway.platform.account.CallLimit;
import java.time.Clock;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** {@code slipway.api.*}. */
@Configuration(proxyBeanMethods = false)
class ApiConfiguration {

    /** @param callsPerHour calls an account may make in an hour, and at once when it has made none for an hour */
    @ConfigurationProperties("slipway.api")
    record Properties(int callsPerHour) {

        Properties {
            if (callsPerHour < 1) {
                throw new IllegalArgumentException("slipway.api.calls-per-hour must be positive, not " + callsPerHour);
            }
        }
    }

    @Bean
    CallLimit callLimit(Properties properties, Clock clock) {
        return new CallLimit(properties.callsPerHour(), clock);
    }
}
