package dev.slipway.platform.postgres;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * @param image             of the servers
 * @param sharedMemory      bytes of memory of each shared server
 * @param sharedCpus        of each shared server
 * @param sharedConnections that a shared server takes from all its databases together
 * @param sharedDatabases   on one shared server; the next database begins another
 * @param bootTimeout       for a server's first start
 * @param watchEvery        how often sessions are looked at
 * @param measureEvery      how often rows and bytes are counted
 * @param grace             how long a database may exceed its plan before INSERT is refused
 * @param rotation          how long a former login works at most
 * @param freeDisk          bytes; with less on the disk of a server the administrator is told
 */
public record PostgresSettings(String image, long sharedMemory, double sharedCpus, int sharedConnections, int sharedDatabases,
                               Duration bootTimeout, Duration watchEvery, Duration measureEvery, Duration grace, Duration rotation,
                               long freeDisk) {

    private static final long LEAST_MEMORY = 256L << 20;

    /** @throws IllegalArgumentException naming every setting that is wrong */
    public PostgresSettings {
        List<String> mistakes = new ArrayList<>();
        if (sharedMemory < LEAST_MEMORY) {
            mistakes.add("slipway.postgres.shared-memory must be at least 256MB");
        }
        if (sharedCpus <= 0) {
            mistakes.add("slipway.postgres.shared-cpus must be more than 0, not " + sharedCpus);
        }
        if (sharedConnections < 10 || sharedDatabases < 1) {
            mistakes.add("slipway.postgres.shared-connections must be at least 10, shared-databases at least 1");
        }
        if (List.of(bootTimeout, watchEvery, measureEvery).stream().anyMatch(time -> !time.isPositive())
                || grace.isNegative() || rotation.isNegative()) {
            mistakes.add("slipway.postgres.boot-timeout, watch-every and measure-every must be more than 0, grace and rotation not less");
        }
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", mistakes));
        }
    }
}
