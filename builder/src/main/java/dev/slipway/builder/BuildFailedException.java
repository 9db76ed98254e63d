package dev.slipway.builder;

import java.io.IOException;

/** The build cannot go on, and nothing but the pusher can change that. */
final class BuildFailedException extends IOException {

    /** @param reason one line, fit for the pusher's terminal: what is wrong and, where that is known, what to do */
    BuildFailedException(String reason) {
        super(reason);
    }
}
