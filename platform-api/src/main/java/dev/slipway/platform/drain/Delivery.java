package dev.slipway.platform.drain;

import dev.slipway.platform.log.LogRecord;
import java.io.IOException;
import java.util.List;

/** Brings lines to one drain. Used by one thread. */
interface Delivery extends AutoCloseable {

    /**
     * Returns when they are sent, and acknowledged where the protocol knows that.
     *
     * @throws RejectedException if the same lines would not be taken another time either
     * @throws IOException       if another attempt may succeed
     */
    void deliver(List<LogRecord> lines) throws IOException;

    @Override
    void close();
}
