package dev.slipway.platform.wiring;

import dev.slipway.platform.app.Quota;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** {@code slipway.quota.*}: what one account, or one team, may have. */
@Configuration(proxyBeanMethods = false)
class QuotaConfiguration {

    @ConfigurationProperties("slipway.quota")
    record Properties(int apps, DataSize memory) {

        Properties {
            if (apps < 1) {
                throw new IllegalArgumentException("slipway.quota.apps must be positive, not " + apps);
            }
            if (memory.isNegative()) {
                throw new IllegalArgumentException("slipway.quota.memory must be a size, or 0 for no limit, not " + memory);
            }
        }
    }

    @Bean
    Quota quota(Properties properties, SlipwayProperties slipway) {
        return new Quota(properties.apps(), properties.memory().toBytes(), slipway.contact());
    }
}
