package dev.slipway.platform.wiring;

import dev.slipway.platform.backup.BackupSettings;
import dev.slipway.platform.net.OutboundAddresses;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** {@code slipway.backups.*}. */
@Configuration(proxyBeanMethods = false)
class BackupConfiguration {

    @ConfigurationProperties("slipway.backups")
    record Properties(boolean nightly, Duration lookEvery, ZoneId timeZone, int keepAutomatic, int keepManual, Duration afterDestroy, int concurrent,
                      DataSize maxSize, DataSize freeDisk, Duration limit, boolean privateSources) {

        Properties {
            List<String> mistakes = new ArrayList<>();
            if (keepAutomatic < 1 || keepManual < 1 || concurrent < 1) {
                mistakes.add("slipway.backups.keep-automatic, keep-manual and concurrent must be positive");
            }
            if (afterDestroy.isNegative() || !limit.isPositive()) {
                mistakes.add("slipway.backups.after-destroy and limit must not be negative");
            }
            if (!mistakes.isEmpty()) {
                throw new IllegalArgumentException(String.join("; ", mistakes));
            }
        }
    }

    @Bean
    BackupSettings backupSettings(Properties properties, SlipwayProperties slipway, OutboundAddresses addresses) {
        return new BackupSettings(slipway.home().resolve("backups"), properties.nightly(), properties.timeZone(),
                properties.keepAutomatic(), properties.keepManual(), properties.afterDestroy(), properties.concurrent(),
                properties.maxSize().toBytes(), properties.freeDisk().toBytes(), properties.limit(),
                properties.privateSources() ? addresses : addresses.internetOnly());
    }
}
