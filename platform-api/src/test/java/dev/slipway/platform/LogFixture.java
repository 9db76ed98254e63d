package dev.slipway.platform;

import dev.slipway.platform.drain.DrainSettings;
import dev.slipway.platform.net.OutboundAddresses;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** For tests of logs: drains trust the certificates of {@link LogReceivers}, and time can be moved. */
@TestConfiguration(proxyBeanMethods = false)
class LogFixture {

    /** The real time, and an offset. */
    static final class MovableClock extends Clock {
        private volatile Duration offset = Duration.ZERO;

        void move(Duration by) {
            offset = offset.plus(by);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(offset);
        }
    }

    @Bean
    @Primary
    MovableClock movableClock() {
        return new MovableClock();
    }

    @Bean
    LogReceivers logReceivers() throws Exception {
        return new LogReceivers();
    }

    @Bean
    @Primary
    DrainSettings trustingDrains(LogReceivers receivers, OutboundAddresses addresses) throws Exception {
        return new DrainSettings(5, receivers.trust(), addresses, Duration.ofSeconds(3));
    }
}
