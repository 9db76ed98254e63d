package dev.slipway.platform.wiring;

import com.github.dockerjava.api.DockerClient;
import dev.slipway.platform.deploy.DeploySettings;
import dev.slipway.platform.deploy.OneOffSettings;
import dev.slipway.runtime.DynoEngine;
import dev.slipway.runtime.DynoListener;
import dev.slipway.runtime.RuntimeSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** {@code slipway.runtime.*} and the dyno engine it makes. */
@Configuration(proxyBeanMethods = false)
class RuntimeConfiguration {

    @ConfigurationProperties("slipway.runtime")
    record Properties(String network, String subnet, Duration bootTimeout, Duration stopGrace, Duration drain, long pidsLimit,
                      int oneOffsPerApp, Duration oneOffLimit, Duration releaseLimit,
                      List<String> hosts) {

        /** The names, each with its address. */
        Map<String, String> addresses() {
            return hosts.stream().map(host -> host.split("=", 2)).collect(Collectors.toMap(
                    host -> host[0].strip(), host -> host.length == 2 ? host[1].strip() : "", (_, last) -> last));
        }
    }

    @Bean(destroyMethod = "")
    DynoEngine dynoEngine(DockerClient docker, Properties properties, SlipwayProperties slipway, DynoListener listener) {
        return DynoEngine.onDocker(docker, new RuntimeSettings(properties.network(), properties.subnet(),
                properties.stopGrace(), properties.pidsLimit(), slipway.owner(), properties.addresses()), listener);
    }

    @Bean
    DeploySettings deploySettings(Properties properties) {
        return new DeploySettings(properties.bootTimeout(), properties.drain());
    }

    @Bean
    OneOffSettings oneOffSettings(Properties properties) {
        return new OneOffSettings(properties.oneOffsPerApp(), properties.oneOffLimit(), properties.releaseLimit());
    }
}
