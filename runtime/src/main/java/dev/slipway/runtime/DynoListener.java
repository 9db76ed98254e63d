package dev.slipway.runtime;

import java.time.Instant;

/** Hears of everything that happens to dynos. Called from the engine's threads; must return quickly and not throw. */
public interface DynoListener {

    /** {@code dyno} came from state {@code from} into {@link Dyno#state()}. */
    void stateChanged(Dyno dyno, DynoState from);

    /**
     * The process of {@code dyno} started.
     *
     * @param port the value of its {@code PORT}, 0 when it has none
     */
    default void processStarted(Dyno dyno, int port) {}

    /** The process of {@code dyno} ended with {@code exitStatus} (0 to 255). */
    default void processExited(Dyno dyno, int exitStatus) {}

    /**
     * {@code dyno} wrote a line.
     *
     * @param at   when Docker received it
     * @param text without its line break; longer lines are split at 10,000 bytes
     */
    void wrote(Dyno dyno, Instant at, String text);
}
