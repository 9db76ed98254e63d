package dev.slipway.platform.build;

import java.util.UUID;

/** How a build ended, for the deploy pipeline. */
public sealed interface BuildResult {

    /** There is a slug. */
    record Built(UUID buildId, Slug slug) implements BuildResult {}

    /**
     * There is none; the live release is untouched.
     *
     * @param reason one line for the pusher
     */
    record Failed(String reason) implements BuildResult {}
}
