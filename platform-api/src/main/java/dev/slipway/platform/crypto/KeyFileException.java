package dev.slipway.platform.crypto;

/** The platform cannot start with the key file that it finds; the message says what to do. */
public final class KeyFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    KeyFileException(String message) {
        super(message);
    }
}
