package dev.slipway.platform;

import dev.slipway.platform.login.CliLoginSettings;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.TestPropertySource;

/** A {@link PlatformTest} on a clock that the test moves, where accounts have few calls an hour and a CLI that waits hears often. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@PlatformTest
@Import({TestClock.class, LoginTest.Hurry.class})
@TestPropertySource(properties = "slipway.api.calls-per-hour=" + LoginTest.CALLS_PER_HOUR)
@interface LoginTest {

    int CALLS_PER_HOUR = 200;

    /** No test is to wait for the usual ten seconds. */
    @TestConfiguration(proxyBeanMethods = false)
    class Hurry {

        @Bean
        @Primary
        CliLoginSettings frequentHeartbeat() {
            return new CliLoginSettings(Duration.ofMillis(200));
        }
    }
}
