package dev.slipway.platform.wiring;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

/** How the platform uses its connections to PostgreSQL. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    /** One of the connections is never free: it holds the lock that makes this the only platform process. */
    @Bean
    PlatformTransactionManager transactionManager(HikariDataSource pool) {
        return new FairTransactions(pool.getMaximumPoolSize() - 1, Duration.ofMillis(pool.getConnectionTimeout()));
    }
}
