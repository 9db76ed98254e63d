package dev.slipway.platform.build;

/** How a build ended, for the deploy pipeline. */
public sealed interface BuildResult {

    /** There is a slug; the build has succeeded as soon as there is a release of it, see {@link Builds#succeed}. */
    record Built(Slug slug) implements BuildResult {}

    /**
     * There is none; the live release is untouched.
     *
     * @param reason one line for the pusher
     */
    record Failed(String reason) implements BuildResult {}
}
