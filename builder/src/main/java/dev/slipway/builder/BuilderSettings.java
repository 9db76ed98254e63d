package dev.slipway.builder;

import java.time.Duration;

/**
 * @param stackRepository prefix of the stack's images: {@code <prefix>/build-python:<stackTag>} and so on
 * @param stackTag        tag of the stack's images, for example {@code trixie}
 * @param network         Docker network that build containers join; created if missing, with no traffic between its
 *                        containers
 * @param memoryBytes     memory limit of one build
 * @param cpus            CPU limit of one build, in cores
 * @param timeout         after this the build is stopped and fails
 * @param maxLogBytes     output past this stops the build
 * @param maxSlugBytes    largest {@code /app} that becomes an image
 * @param owner           value of the label {@code slipway.builder} on build containers, {@code [a-z0-9-]{1,64}}: only
 *                        those are removed as leftovers, so that two installations can share one Docker Engine
 */
public record BuilderSettings(String stackRepository, String stackTag, String network, long memoryBytes, double cpus,
                              Duration timeout, long maxLogBytes, long maxSlugBytes, String owner) {

    public BuilderSettings {
        // Docker refuses less than 6 MB.
        Check.that(memoryBytes >= 6 << 20, "memoryBytes must be at least 6 MB: %s", memoryBytes);
        Check.that(cpus > 0, "cpus must be positive: %s", cpus);
        Check.that(timeout.isPositive(), "timeout must be positive: %s", timeout);
        Check.that(maxLogBytes > 0, "maxLogBytes must be positive: %s", maxLogBytes);
        Check.that(maxSlugBytes > 0, "maxSlugBytes must be positive: %s", maxSlugBytes);
        Check.name("owner", owner);
    }

    /** The only installation on its Docker Engine: its owner is {@code slipway}. */
    public BuilderSettings(String stackRepository, String stackTag, String network, long memoryBytes, double cpus,
                           Duration timeout, long maxLogBytes, long maxSlugBytes) {
        this(stackRepository, stackTag, network, memoryBytes, cpus, timeout, maxLogBytes, maxSlugBytes, "slipway");
    }

    /** For example {@code slipway/build-python:trixie}. */
    String stackImage(String name) {
        return stackRepository + "/" + name + ":" + stackTag;
    }
}
