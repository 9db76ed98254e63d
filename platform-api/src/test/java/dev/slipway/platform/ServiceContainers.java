package dev.slipway.platform;

import com.github.dockerjava.api.DockerClient;
import dev.slipway.platform.addon.CatalogueFiles;
import dev.slipway.platform.backing.BackingServices;
import dev.slipway.runtime.DynoEngine;
import dev.slipway.runtime.DynoListener;
import dev.slipway.runtime.RuntimeSettings;
import dev.slipway.runtime.ServiceEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;

/** Add-ons in real containers, whose ports are published on loopback, while dynos are played. */
@TestConfiguration(proxyBeanMethods = false)
class ServiceContainers {

    @Bean
    @Primary
    ServiceEngine serviceContainers(DockerClient docker, DynoListener listener) {
        DynoEngine engine = DynoEngine.onDocker(docker, new RuntimeSettings("slipway-test-backups", "10.219.0.0/16",
                Duration.ofSeconds(1), 256, "test-" + UUID.randomUUID().toString().substring(0, 8), Map.of()), listener);
        engine.start(_ -> Instant.now());
        return engine.services();
    }

    /** The catalogue that installations have. */
    @Bean
    @Primary
    CatalogueFiles catalogue() {
        return CatalogueFiles.read(List.of(Path.of("../addons")));
    }

    /** To be called when the tests are done. */
    static void removeAll(BackingServices services, JdbcTemplate sql) {
        sql.queryForList("select name from backing_service", String.class).forEach(services::remove);
    }
}
