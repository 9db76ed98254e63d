package dev.slipway.runtime;

import java.time.Duration;
import java.time.Instant;

/**
 * Hears of everything that happens to dynos. Called from the engine's threads, for different dynos at the same time; for
 * one dyno, changes come one after the other, and lines in the order of the log. Must return quickly, not throw, and not
 * wait for the engine: a dyno's output is read only as fast as {@link #wrote} returns, and what exceeds the bounded log
 * on disk meanwhile is lost, oldest first.
 *
 * <p>A dyno begins in {@link DynoState#STARTING} with {@link #processStarted} and ends with a change into
 * {@link DynoState#DOWN}, also when its launch fails (by way of {@link DynoState#CRASHED}). What a process wrote comes
 * before its {@link #processExited}, unless that takes longer than a few seconds to read.
 */
public interface DynoListener {

    /** {@code dyno} came from state {@code from} into {@link Dyno#state()}. */
    void stateChanged(Dyno dyno, DynoState from);

    /**
     * The process of {@code dyno} started.
     *
     * @param port the value of its {@code PORT}, which dynos that need not listen have, too; 0 when it has none
     */
    default void processStarted(Dyno dyno, int port) {}

    /** The process of {@code dyno} still ran {@code grace} after SIGTERM and gets SIGKILL now. */
    default void exitTimedOut(Dyno dyno, Duration grace) {}

    /**
     * The process of {@code dyno} ended with {@code exitStatus} (0 to 255; 128 and a signal's number when one ended it).
     * Not called when it ended and was started again while the platform could not see it.
     */
    default void processExited(Dyno dyno, int exitStatus) {}

    /**
     * {@code dyno} wrote a line, to stdout or stderr.
     *
     * @param at   when Docker received it
     * @param text without its line break; longer lines are split at 10,000 bytes, not inside a character
     */
    void wrote(Dyno dyno, Instant at, String text);
}
