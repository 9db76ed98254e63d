package dev.slipway.platform.log;

import java.io.IOException;

/**
 * One client's reading of a log: the lines that are kept, then, without a gap, those that follow.
 *
 * @param further has ended from its beginning for a client that does not follow
 * @param onClose called once by {@link #close}
 */
record LogReader(LogHistory history, LogSubscription further, Runnable onClose) implements AutoCloseable {

    @Override
    public void close() throws IOException {
        try (history; further) {
            onClose.run();
        }
    }
}
