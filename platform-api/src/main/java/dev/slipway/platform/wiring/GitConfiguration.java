package dev.slipway.platform.wiring;

import dev.slipway.gitreceiver.GitServer;
import dev.slipway.gitreceiver.GitServerSettings;
import dev.slipway.gitreceiver.PushAuthorizer;
import dev.slipway.gitreceiver.PushHandler;
import jakarta.servlet.Filter;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.util.unit.DataSize;

/** {@code slipway.git.*} and the git server it makes. */
@Configuration(proxyBeanMethods = false)
class GitConfiguration {

    @ConfigurationProperties("slipway.git")
    record Properties(DataSize maxPack, DataSize maxSource) {}

    @Bean
    GitServer gitServer(SlipwayProperties slipway, Properties properties, PushAuthorizer authorizer, PushHandler handler) {
        return GitServer.of(new GitServerSettings(slipway.home().resolve("repositories"), properties.maxPack().toBytes(),
                properties.maxSource().toBytes(), Set.of("main", "master")), authorizer, handler);
    }

    @Bean
    FilterRegistrationBean<Filter> gitFilter(GitServer git) {
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(git.filter());
        registration.addUrlPatterns("/*");
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }
}
