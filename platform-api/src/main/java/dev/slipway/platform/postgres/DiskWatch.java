package dev.slipway.platform.postgres;

import dev.slipway.platform.backing.BackingServices;
import dev.slipway.platform.backing.Round;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Tells the administrator when the disk of databases is nearly full: plans bound each database, and not all of them together. */
@Component
class DiskWatch {

    private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final BackingServices services;
    private final PostgresSettings settings;
    private final Round round = new Round("disks of databases", this::look);

    DiskWatch(BackingServices services, PostgresSettings settings) {
        this.services = services;
        this.settings = settings;
    }

    @Scheduled(initialDelay = 1, fixedDelay = 5, timeUnit = TimeUnit.MINUTES)
    void pass() {
        round.begin();
    }

    private void look() {
        services.running().stream().filter(Servers::isOne).forEach(server -> {
            try {
                free(server).ifPresent(bytes -> compare(server, bytes));
            } catch (IOException | RuntimeException e) {
                LOG.warn("The free disk of a server cannot be measured, server={} cause={}", server, e.toString());
            }
        });
    }

    private void compare(String server, long free) {
        if (free < settings.freeDisk()) {
            LOG.error("THE DISK OF DATABASES IS NEARLY FULL: {} free, of which slipway.postgres.free-disk wants {}. When it is full, "
                    + "all databases on it stop. Remove what nobody needs, or enlarge the disk. server={}", Sizes.text(free),
                    Sizes.text(settings.freeDisk()), server);
        }
    }

    /** Measured where the server's volume is mounted: this process may see another disk. */
    private OptionalLong free(String server) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        services.exec(server, List.of("df", "--block-size=1", "--output=avail", Servers.DATA), Map.of(), out,
                OutputStream.nullOutputStream(), PATIENCE);
        return available(out.toString(StandardCharsets.US_ASCII));
    }

    /** Bytes, from {@code df}'s headline and its number; empty if it said something else. */
    static OptionalLong available(String df) {
        return df.lines().skip(1).map(String::strip).filter(line -> line.matches("[0-9]{1,18}")).mapToLong(Long::parseLong).findFirst();
    }
}
