package dev.slipway.platform.postgres;

/** A server of add-ons did not do what it was asked; the message says what that was. */
public final class PostgresException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PostgresException(String message) {
        super(message);
    }

    PostgresException(String message, Throwable cause) {
        super(message, cause);
    }
}
