package dev.slipway.platform.backup;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a database that is being filled, since a small dump may hold a lot, and ends that when it becomes too large, or when
 * nobody can tell any more how large it is.
 */
final class SizeGuard implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SizeGuard.class);
    /** As many looks in a row may fail. */
    private static final int BLIND_LOOKS = 5;

    private final Supplier<Optional<String>> look;
    private final Runnable stop;
    private final AtomicReference<@Nullable String> objection = new AtomicReference<>();
    private final Thread watcher;

    /**
     * @param look  why it must not be filled further, a sentence for people; empty if it may
     * @param stop  ends what fills it; called again and again until this is closed
     * @param pause between two looks
     */
    SizeGuard(Supplier<Optional<String>> look, Runnable stop, Duration pause) {
        this.look = look;
        this.stop = stop;
        this.watcher = Thread.ofVirtual().name("size of a restore").start(() -> watch(pause));
    }

    private void watch(Duration pause) {
        int failures = 0;
        try {
            while (true) {
                Thread.sleep(pause);
                failures = look() ? 0 : failures + 1;
                if (failures == BLIND_LOOKS) {
                    objection.compareAndSet(null, "The size of the database cannot be watched, without which nothing is restored. "
                            + "Try again in a few minutes.");
                }
                if (objection.get() != null) {
                    end();
                }
            }
        } catch (InterruptedException e) {
            // It is filled.
        }
    }

    /** @return false if nothing was to be seen */
    private boolean look() {
        try {
            look.get().ifPresent(found -> objection.compareAndSet(null, found));
            return true;
        } catch (RuntimeException e) {
            LOG.warn("A database that is restored cannot be watched, cause={}", e.toString());
            return false;
        }
    }

    private void end() {
        try {
            stop.run();
        } catch (RuntimeException e) {
            LOG.warn("A restore cannot be ended and is soon, cause={}", e.toString());
        }
    }

    /** Why it was ended; empty if it was not. */
    Optional<String> objection() {
        return Optional.ofNullable(objection.get());
    }

    @Override
    public void close() {
        watcher.interrupt();
    }
}
