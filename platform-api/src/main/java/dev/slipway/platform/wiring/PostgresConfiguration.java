package dev.slipway.platform.wiring;

import dev.slipway.platform.postgres.PostgresSettings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** {@code slipway.postgres.*}: the servers of PostgreSQL add-ons, and how they are looked after. */
@Configuration(proxyBeanMethods = false)
class PostgresConfiguration {

    @ConfigurationProperties("slipway.postgres")
    record Properties(String image, DataSize sharedMemory, double sharedCpus, int sharedConnections, int sharedDatabases,
                      Duration bootTimeout, Duration watchEvery, Duration measureEvery, Duration grace, Duration rotation,
                      DataSize freeDisk) {}

    @Bean
    PostgresSettings postgresSettings(Properties properties) {
        return new PostgresSettings(properties.image(), properties.sharedMemory().toBytes(), properties.sharedCpus(),
                properties.sharedConnections(), properties.sharedDatabases(), properties.bootTimeout(), properties.watchEvery(),
                properties.measureEvery(), properties.grace(), properties.rotation(), properties.freeDisk().toBytes());
    }
}
