package dev.slipway.platform;

import dev.slipway.platform.drain.DrainSettings;
import dev.slipway.platform.net.OutboundAddresses;
import java.time.Duration;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/** For tests of logs: drains trust the certificates of {@link LogReceivers}, and time can be moved. */
@Import(TestClock.class)
@TestConfiguration(proxyBeanMethods = false)
class LogFixture {

    @Bean
    LogReceivers logReceivers() throws Exception {
        return new LogReceivers();
    }

    @Bean
    @Primary
    DrainSettings trustingDrains(LogReceivers receivers, OutboundAddresses addresses) throws Exception {
        return new DrainSettings(5, receivers.trust(), addresses, Duration.ofSeconds(10));
    }
}
