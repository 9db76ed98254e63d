package dev.slipway.platform.wiring;

import dev.slipway.platform.account.AdministratorParameters;
import dev.slipway.platform.account.CallerResolver;
import dev.slipway.platform.account.GuardedParameters;
import dev.slipway.platform.account.OperatorToken;
import dev.slipway.platform.app.PublicUrls;
import dev.slipway.platform.crypto.KeyCheck;
import dev.slipway.platform.crypto.SignedLinks;
import dev.slipway.platform.crypto.Vault;
import dev.slipway.platform.login.CliLoginSettings;
import dev.slipway.platform.login.SessionParameters;
import dev.slipway.platform.page.PageSafety;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The platform's own parts that need settings. */
@Configuration(proxyBeanMethods = false)
class PlatformConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    PublicUrls publicUrls(SlipwayProperties properties) {
        int port = properties.ports().getFirst();
        return new PublicUrls(properties.domain(), port == 443 ? "https" : "http", port);
    }

    @Bean
    Vault vault(SlipwayProperties properties, JdbcTemplate sql) {
        return KeyCheck.open(properties.home().resolve("keys").resolve("vault.key"), sql);
    }

    @Bean
    SignedLinks signedLinks(Vault vault, Clock clock) {
        return new SignedLinks(vault, clock);
    }

    @Bean
    OperatorToken operatorToken(SlipwayProperties properties) {
        return OperatorToken.open(properties.secrets().resolve("operator-token"));
    }

    @Bean
    PasswordEncoder argon2() {
        return Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
    }

    @Bean
    CliLoginSettings cliLoginSettings() {
        return new CliLoginSettings(Duration.ofSeconds(10));
    }

    @Bean
    WebMvcConfigurer web(CallerResolver callers, AdministratorParameters administrators, GuardedParameters guarded,
                         SessionParameters sessions, PageSafety pageSafety) {
        return new WebMvcConfigurer() {
            /** The API answers JSON, whichever of Heroku's variants {@code Accept} asks for. */
            @Override
            public void configureContentNegotiation(ContentNegotiationConfigurer negotiation) {
                negotiation.ignoreAcceptHeader(true).defaultContentType(MediaType.APPLICATION_JSON);
            }

            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.addAll(List.of(administrators, guarded, callers, sessions));
            }

            @Override
            public void addInterceptors(InterceptorRegistry interceptors) {
                interceptors.addInterceptor(pageSafety);
            }
        };
    }
}
