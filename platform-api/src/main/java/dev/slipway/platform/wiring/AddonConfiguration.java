package dev.slipway.platform.wiring;

import dev.slipway.platform.addon.AddonSettings;
import dev.slipway.platform.addon.CatalogueFiles;
import dev.slipway.platform.backing.BackingSettings;
import dev.slipway.runtime.DynoEngine;
import dev.slipway.runtime.ServiceEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** {@code slipway.addons.*}: which add-ons there are, and where they are reached. */
@Configuration(proxyBeanMethods = false)
class AddonConfiguration {

    @ConfigurationProperties("slipway.addons")
    record Properties(List<Path> catalogue, Duration patience, Duration retry, int most, String host, String ports) {

        Properties {
            if (!ports.matches("\\d{1,5}-\\d{1,5}")) {
                throw new IllegalArgumentException("slipway.addons.ports must be a range such as 15000-15999, not '" + ports + "'");
            }
        }

        /** Empty on the default domain: there the address of the dynos' network is what both sides reach. */
        Optional<String> publicHost(SlipwayProperties slipway) {
            if (!host.isBlank()) {
                return Optional.of(host.strip());
            }
            return slipway.domain().equals("localhost") ? Optional.empty() : Optional.of(slipway.domain());
        }
    }

    @Bean
    AddonSettings addonSettings(Properties properties) {
        return new AddonSettings(properties.patience(), properties.most());
    }

    @Bean
    ServiceEngine serviceEngine(DynoEngine engine) {
        return engine.services();
    }

    /** Without a public host nobody but this machine has a use for the ports. */
    @Bean
    BackingSettings backingSettings(Properties properties, SlipwayProperties slipway, DynoEngine engine) {
        Optional<String> host = properties.publicHost(slipway);
        String[] ports = properties.ports().split("-");
        return new BackingSettings(() -> host.orElseGet(engine::gateway), () -> host.isPresent() ? "0.0.0.0" : engine.gateway(),
                Integer.parseInt(ports[0]), Integer.parseInt(ports[1]));
    }

    @Bean
    CatalogueFiles catalogueFiles(Properties properties) {
        return CatalogueFiles.read(properties.catalogue());
    }
}
