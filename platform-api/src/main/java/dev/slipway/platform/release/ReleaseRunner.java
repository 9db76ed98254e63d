package dev.slipway.platform.release;

import dev.slipway.platform.app.App;

/** Rolls a pending release out; implemented by whoever runs dynos. */
@FunctionalInterface
public interface ReleaseRunner {

    /** Begins to roll {@code release} out once the surrounding transaction, if any, is committed. Returns at once. */
    void begin(App app, Release release);
}
