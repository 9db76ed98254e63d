package dev.slipway.platform.backing;

import org.jspecify.annotations.Nullable;

/** A backing service cannot be run until an administrator does something: the message is a sentence for users, and says what. */
public abstract sealed class NotRunnableException extends RuntimeException permits NoFreePortException, UnbuiltImageException {

    private static final long serialVersionUID = 1L;

    NotRunnableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
