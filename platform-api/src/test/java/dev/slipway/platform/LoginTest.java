package dev.slipway.platform;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/** A {@link PlatformTest} on a clock that the test moves, where accounts have few calls an hour. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@PlatformTest
@Import(TestClock.class)
@TestPropertySource(properties = "slipway.api.calls-per-hour=" + LoginTest.CALLS_PER_HOUR)
@interface LoginTest {

    int CALLS_PER_HOUR = 200;
}
