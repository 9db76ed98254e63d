package dev.slipway.runtime;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * A process and the client that is attached to it. The process ends with its client. Input, output and the rest may each
 * be used by a thread of its own.
 */
public interface Session extends AutoCloseable {

    /** The dyno it runs in, as it was when the session began. */
    Dyno dyno();

    /**
     * Its standard input. Writing waits while the process does not read, and throws {@link java.io.IOException} once it has
     * ended. Closing it is the end of the input for a process without a terminal, and does nothing to one with a terminal,
     * whose clients send an EOT character instead.
     */
    OutputStream input();

    /** What it writes, stdout and stderr as they come; the process waits while nobody reads. Ends with the process. */
    InputStream output();

    /** Tells a process with a terminal that the client's window has another size now; else nothing. */
    void resize(Terminal size);

    /**
     * Waits for the end of the process. Read {@link #output()} to its end before, or the process may wait for that.
     *
     * @return its exit status, 0 to 255; 128 and a signal's number when one ended it
     */
    int awaitEnd() throws InterruptedException;

    /**
     * The client is gone: SIGHUP, SIGTERM, and SIGKILL after the grace period, unless the process has ended. Returns at
     * once; safe to call twice.
     */
    @Override
    void close();
}
