package dev.slipway.platform.wiring;

import com.github.dockerjava.api.DockerClient;
import dev.slipway.platform.deploy.DeploySettings;
import dev.slipway.platform.deploy.OneOffSettings;
import dev.slipway.runtime.DynoEngine;
import dev.slipway.runtime.DynoListener;
import dev.slipway.runtime.RuntimeSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** {@code slipway.runtime.*} and the dyno engine it makes. */
@Configuration(proxyBeanMethods = false)
class RuntimeConfiguration {

    @ConfigurationProperties("slipway.runtime")
    record Properties(String network, String subnet, Duration bootTimeout, Duration stopGrace, Duration drain, long pidsLimit,
                      int oneOffsPerApp, Duration oneOffLimit, Duration releaseLimit, List<String> hosts) {

        /** The names, each with its address. What add-ons' URLs name is this machine, whatever it is called outside. */
        Map<String, String> addresses(Optional<String> addonHost) {
            Map<String, String> addresses = new HashMap<>();
            addonHost.filter(host -> host.matches(".*[A-Za-z].*")).ifPresent(host -> addresses.put(host, "gateway"));
            hosts.stream().map(host -> host.split("=", 2)).forEach(
                    host -> addresses.put(host[0].strip(), host.length == 2 ? host[1].strip() : ""));
            return addresses;
        }
    }

    @Bean(destroyMethod = "")
    DynoEngine dynoEngine(DockerClient docker, Properties properties, SlipwayProperties slipway, AddonConfiguration.Properties addons,
                          DynoListener listener) {
        return DynoEngine.onDocker(docker, new RuntimeSettings(properties.network(), properties.subnet(),
                properties.stopGrace(), properties.pidsLimit(), slipway.owner(),
                properties.addresses(addons.publicHost(slipway))), listener);
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
