package dev.slipway.platform.wiring;

import dev.slipway.platform.net.ContainerNetworks;
import dev.slipway.platform.net.OutboundAddresses;
import dev.slipway.platform.net.Subnet;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** {@code slipway.outbound.*}: where the platform connects to when users name the destination. */
@Configuration(proxyBeanMethods = false)
class OutboundConfiguration {

    @ConfigurationProperties("slipway.outbound")
    record Properties(List<String> networks) {

        Properties {
            networks.forEach(Subnet::parse); // here, since Spring then names the key of a mistake
        }
    }

    @Bean
    OutboundAddresses outboundAddresses(Properties properties, RuntimeConfiguration.Properties runtime,
                                        SlipwayProperties slipway) {
        return new OutboundAddresses(properties.networks().stream().map(Subnet::parse).toList(),
                List.of(Subnet.parse(runtime.subnet())), names(slipway.domain()), ContainerNetworks::hold);
    }

    /** Those at which the router leads to the platform. */
    private static Set<String> names(String domain) {
        return Set.copyOf(List.of("localhost", domain, "api." + domain, "git." + domain));
    }
}
