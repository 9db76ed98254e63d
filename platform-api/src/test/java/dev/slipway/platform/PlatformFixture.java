package dev.slipway.platform;

import dev.slipway.platform.addon.TestAddonDriver;
import dev.slipway.platform.app.Apps;
import dev.slipway.platform.app.TestApps;
import dev.slipway.platform.build.Builds;
import dev.slipway.platform.build.Slugs;
import dev.slipway.platform.release.Releases;
import dev.slipway.runtime.DynoListener;
import dev.slipway.runtime.InMemoryDynoEngine;
import java.time.Duration;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** The whole platform on a real PostgreSQL, with a builder and an engine that need no containers. */
@TestConfiguration(proxyBeanMethods = false)
class PlatformFixture {

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int QUICK_KILOBYTES = 64;

    @Bean
    @ServiceConnection
    PostgreSQLContainer database() {
        return new PostgreSQLContainer(DockerImageName.parse("slipway/postgres:trixie")
                .asCompatibleSubstituteFor("postgres")).withStartupTimeout(Duration.ofMinutes(4));
    }

    @Bean
    TestApps testApps(Apps apps, Releases releases, Slugs slugs, Builds builds, JdbcTemplate sql) {
        return new TestApps(apps, releases, slugs, builds, sql);
    }

    @Bean
    @Primary
    InMemoryDynoEngine inMemoryDynoEngine(DynoListener listener) {
        return new InMemoryDynoEngine(listener);
    }

    @Bean
    TestAddonDriver testAddonDriver() {
        return new TestAddonDriver();
    }

    @Bean
    @Primary
    InMemoryImageBuilder inMemoryImageBuilder() {
        return new InMemoryImageBuilder();
    }

    /** The real one takes a while for each password on purpose, and tests make hundreds. */
    @Bean
    @Primary
    PasswordEncoder quickArgon2() {
        return new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, 1, QUICK_KILOBYTES, 1);
    }
}
