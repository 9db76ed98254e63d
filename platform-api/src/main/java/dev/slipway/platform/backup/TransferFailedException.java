package dev.slipway.platform.backup;

import java.io.IOException;

/** A transfer cannot go on; the message is a sentence for people. An IOException, since streams end with it, too. */
final class TransferFailedException extends IOException {

    private static final long serialVersionUID = 1L;

    TransferFailedException(String message) {
        super(message);
    }
}
