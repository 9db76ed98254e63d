package dev.slipway.gitreceiver;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.eclipse.jgit.transport.ReceivePack;

/**
 * Shows lines to the pusher on the side-band's progress channel, and sends an empty packet now and then so that no proxy
 * takes a silent build for a dead connection. Lines from any thread; after {@link #close()} they are dropped.
 */
final class PusherTerminal implements PushOutput, AutoCloseable {

    /** An empty packet of channel 2, as git's own receive-pack sends it. */
    private static final byte[] KEEP_ALIVE_PACKET = "0005\2".getBytes(US_ASCII);

    private final ReceivePack receive;
    private final OutputStream connection;
    private boolean closed;

    private PusherTerminal(ReceivePack receive, OutputStream connection) {
        this.receive = receive;
        this.connection = connection;
    }

    /** Takes over {@code connection}: until {@link #close()}, nobody else may write to it. */
    static PusherTerminal open(ReceivePack receive, OutputStream connection, Duration keepAlive) {
        PusherTerminal terminal = new PusherTerminal(receive, connection);
        if (receive.isSideBand()) {
            terminal.flush();
            Thread.ofVirtual().name("git-keep-alive").start(() -> terminal.keepAlive(keepAlive.toMillis()));
        }
        return terminal;
    }

    @Override
    public synchronized void line(String text) {
        if (!closed) {
            for (String line : text.split("\\R", -1)) {
                receive.sendMessage(line);
            }
            flush();
        }
    }

    /** A line in the form that Heroku's users know from errors. */
    void error(String text) {
        line(" !     " + text);
    }

    private void flush() {
        try {
            receive.getMessageOutputStream().flush();
        } catch (IOException pusherHungUp) {
            // The push goes on without its terminal.
        }
    }

    private synchronized void keepAlive(long millis) {
        try {
            while (!closed) {
                wait(millis);
                if (!closed) {
                    connection.write(KEEP_ALIVE_PACKET);
                    connection.flush();
                }
            }
        } catch (IOException pusherHungUp) {
            // Nothing left to keep alive.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
