package dev.slipway.platform.wiring;

import dev.slipway.platform.addon.AddonSettings;
import dev.slipway.platform.addon.CatalogueFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** {@code slipway.addons.*}: which add-ons there are, and where they are reached. */
@Configuration(proxyBeanMethods = false)
class AddonConfiguration {

    @ConfigurationProperties("slipway.addons")
    record Properties(List<Path> catalogue, Duration patience, Duration retry) {}

    @Bean
    AddonSettings addonSettings(Properties properties) {
        return new AddonSettings(properties.patience());
    }

    @Bean
    CatalogueFiles catalogueFiles(Properties properties) {
        return CatalogueFiles.read(properties.catalogue());
    }
}
