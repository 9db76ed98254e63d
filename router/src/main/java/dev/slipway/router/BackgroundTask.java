package dev.slipway.router;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One virtual thread that runs until closed; what blocks goes here, off the event loops. */
final class BackgroundTask implements AutoCloseable {

    /** Runs until interrupted. */
    interface Body {
        void run() throws InterruptedException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundTask.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final Thread thread;

    BackgroundTask(String name, Body body) {
        this.thread = Thread.ofVirtual().name(name).unstarted(() -> run(name, body));
    }

    void start() {
        thread.start();
    }

    /** Interrupts the body and waits for its end, a few seconds at most. */
    @Override
    public void close() {
        thread.interrupt();
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        try {
            thread.join(STOP_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void run(String name, Body body) {
        try {
            body.run();
        } catch (InterruptedException e) {
            LOG.debug("{} stopped", name);
        } catch (RuntimeException e) {
            LOG.error("{} ended by a defect in the router; restart the router and report this", name, e);
        }
    }
}
