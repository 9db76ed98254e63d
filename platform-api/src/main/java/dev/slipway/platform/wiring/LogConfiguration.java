package dev.slipway.platform.wiring;

import dev.slipway.platform.drain.DrainSettings;
import dev.slipway.platform.log.AppLogs;
import dev.slipway.platform.log.LogSettings;
import dev.slipway.platform.net.OutboundAddresses;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** {@code slipway.logs.*}, the apps' logs and what their drains may do. */
@Configuration(proxyBeanMethods = false)
class LogConfiguration {

    @ConfigurationProperties("slipway.logs")
    record Properties(int linesPerSecond, DataSize bytesPerSecond, int drains) {}

    @Bean(initMethod = "start", destroyMethod = "close")
    AppLogs appLogs(Properties properties, SlipwayProperties slipway, Clock clock) {
        return new AppLogs(slipway.home().resolve("logs"),
                new LogSettings(properties.linesPerSecond(), properties.bytesPerSecond().toBytes()), clock);
    }

    /** Java's own certificate authorities; the image brings those of the host among them. */
    @Bean
    DrainSettings drainSettings(Properties properties, OutboundAddresses addresses) throws NoSuchAlgorithmException {
        return new DrainSettings(properties.drains(), SSLContext.getDefault(), addresses, Duration.ofSeconds(20));
    }
}
