package dev.slipway.platform.wiring;

import dev.slipway.platform.route.RouterToken;
import dev.slipway.platform.route.Routes;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The platform's side of the router: its table and the token it comes with. */
@Configuration(proxyBeanMethods = false)
class RouterConfiguration {

    @Bean
    Routes routes(Clock clock) {
        return new Routes(clock);
    }

    @Bean
    RouterToken routerToken(SlipwayProperties properties) {
        return RouterToken.open(properties.secrets().resolve("router-token"));
    }
}
