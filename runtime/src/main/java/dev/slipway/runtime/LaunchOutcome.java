package dev.slipway.runtime;

/** How a launch ended; in every case but {@link Up} nothing of the dyno is left. */
public sealed interface LaunchOutcome {

    /** It is up. */
    record Up(Dyno dyno) implements LaunchOutcome {}

    /**
     * Its process ended before it was up.
     *
     * @param exitStatus the process's exit status, 0 to 255
     */
    record Crashed(int exitStatus) implements LaunchOutcome {}

    /**
     * It did not bind {@code PORT} in time (Heroku's R10).
     *
     * @param hint one line for the user when the reason can be seen (for example that it listens on
     *             {@code 127.0.0.1:5000} instead of {@code 0.0.0.0:$PORT}); else empty
     */
    record BootTimeout(String hint) implements LaunchOutcome {}

    /**
     * The engine could not start it (image missing, no memory, no address left).
     *
     * @param reason one line, fit for the pusher's terminal
     */
    record Refused(String reason) implements LaunchOutcome {}
}
