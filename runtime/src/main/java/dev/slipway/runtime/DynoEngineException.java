package dev.slipway.runtime;

import org.jspecify.annotations.Nullable;

/** The container engine failed or did not answer; the operation may be tried again. */
public sealed class DynoEngineException extends RuntimeException permits MissingImageException, PortTakenException {
    private final String operation;
    private final String subject;

    DynoEngineException(String operation, String subject, String reason, @Nullable Throwable cause) {
        super("cannot " + operation + " " + subject + ": " + reason, cause);
        this.operation = operation;
        this.subject = subject;
    }

    /** What was tried, in the infinitive, for example {@code start}. */
    public String operation() {
        return operation;
    }

    /** On what, for example a container's name. Never a config var or a secret. */
    public String subject() {
        return subject;
    }
}
