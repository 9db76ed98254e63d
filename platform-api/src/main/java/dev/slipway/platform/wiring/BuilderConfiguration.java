package dev.slipway.platform.wiring;

import com.github.dockerjava.api.DockerClient;
import dev.slipway.builder.BuilderSettings;
import dev.slipway.builder.ImageBuilder;
import dev.slipway.platform.build.BuildSettings;
import dev.slipway.platform.net.OutboundAddresses;
import dev.slipway.platform.source.SourceSettings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** {@code slipway.builder.*} and the builder it makes. */
@Configuration(proxyBeanMethods = false)
class BuilderConfiguration {

    private static final Duration DOWNLOAD_PATIENCE = Duration.ofMinutes(10);

    @ConfigurationProperties("slipway.builder")
    record Properties(String stackRepository, String stackTag, String network, DataSize memory, double cpus, Duration timeout,
                      DataSize maxLog, DataSize maxSlug, int concurrent, int waiting, int waitingPerAccount,
                      boolean privateSources, DataSize freeDisk) {}

    @Bean
    ImageBuilder imageBuilder(DockerClient docker, Properties properties, SlipwayProperties slipway) {
        return ImageBuilder.onDocker(docker, new BuilderSettings(properties.stackRepository(), properties.stackTag(),
                properties.network(), properties.memory().toBytes(), properties.cpus(), properties.timeout(),
                properties.maxLog().toBytes(), properties.maxSlug().toBytes(), slipway.owner()));
    }

    @Bean
    BuildSettings buildSettings(Properties properties, SlipwayProperties slipway) {
        return new BuildSettings(properties.concurrent(), properties.waiting(), properties.waitingPerAccount(),
                properties.freeDisk().toBytes(), slipway.home(), slipway.home().resolve("builds"),
                properties.stackRepository() + "-apps");
    }

    @Bean
    SourceSettings sourceSettings(Properties properties, GitConfiguration.Properties git, OutboundAddresses addresses,
                                  SlipwayProperties slipway) {
        return new SourceSettings(slipway.home().resolve("sources"), git.maxSource().toBytes(), properties.freeDisk().toBytes(),
                properties.privateSources() ? addresses : addresses.internetOnly(), DOWNLOAD_PATIENCE);
    }
}
