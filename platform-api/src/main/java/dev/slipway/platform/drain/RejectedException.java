package dev.slipway.platform.drain;

import java.io.IOException;

/** A drain understood, and does not want what it was sent. */
final class RejectedException extends IOException {

    private static final long serialVersionUID = 1L;

    RejectedException(String message) {
        super(message);
    }
}
