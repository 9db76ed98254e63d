package dev.slipway.runtime;

/** Whether a process runs with its client attached. */
public sealed interface AttachOutcome {

    /** It runs. Whoever gets the session must close it. */
    record Attached(Session session) implements AttachOutcome {}

    /**
     * It could not be started; nothing of it is left.
     *
     * @param reason one line, fit for the client's terminal
     */
    record Refused(String reason) implements AttachOutcome {}
}
