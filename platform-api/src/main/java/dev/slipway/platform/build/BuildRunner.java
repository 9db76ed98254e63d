package dev.slipway.platform.build;

/** Deploys a build that no push waits for; implemented by whoever rolls releases out. */
@FunctionalInterface
public interface BuildRunner {

    /** Begins to build and then to roll out. Returns at once; closes {@code build} at the end. */
    void begin(RunningBuild build);
}
