package dev.slipway.builder;

import java.time.Duration;

/**
 * @param stackRepository prefix of the stack's images: {@code <prefix>/build-python:<stackTag>} and so on
 * @param stackTag        tag of the stack's images, for example {@code trixie}
 * @param network         Docker network that build containers join
 * @param memoryBytes     memory limit of one build
 * @param cpus            CPU limit of one build, in cores
 * @param timeout         after this the build is stopped and fails
 * @param maxLogBytes     output past this stops the build
 * @param maxSlugBytes    largest {@code /app} that becomes an image
 */
public record BuilderSettings(String stackRepository, String stackTag, String network, long memoryBytes, double cpus,
                              Duration timeout, long maxLogBytes, long maxSlugBytes) {}
