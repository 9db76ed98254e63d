package dev.slipway.platform.backing;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that is done again and again, each time on a thread of its own: the scheduler has one thread for all of the platform,
 * and a server that does not answer must not keep it. A round that is not over when the next is due is not begun twice.
 */
public final class Round {

    private static final Logger LOG = LoggerFactory.getLogger(Round.class);

    private final String name;
    private final Runnable work;
    private final AtomicBoolean busy = new AtomicBoolean();

    /** @param name for logs: what is looked after, in the plural */
    public Round(String name, Runnable work) {
        this.name = name;
        this.work = work;
    }

    /** Begins a round unless one is under way; returns at once. */
    public void begin() {
        if (busy.compareAndSet(false, true)) {
            Thread.ofVirtual().name(name).start(() -> {
                try {
                    work.run();
                } catch (RuntimeException e) {
                    LOG.warn("A round of {} was cut short, the next one comes, cause={}", name, e.toString());
                } finally {
                    busy.set(false);
                }
            });
        }
    }
}
