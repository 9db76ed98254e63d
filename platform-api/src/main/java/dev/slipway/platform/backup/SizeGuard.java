package dev.slipway.platform.backup;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches a database that is being filled, since a small dump may hold a lot, and ends that when it becomes too large. */
final class SizeGuard implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SizeGuard.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final AtomicReference<@Nullable String> objection = new AtomicReference<>();
    private final Thread watcher;

    /**
     * @param size     of the database now, in bytes
     * @param maxBytes more is too large
     * @param stop     ends what fills it
     */
    SizeGuard(LongSupplier size, long maxBytes, Runnable stop) {
        this.watcher = Thread.ofVirtual().name("size of a restore").start(() -> watch(size, maxBytes, stop));
    }

    private void watch(LongSupplier size, long maxBytes, Runnable stop) {
        try {
            while (true) {
                Thread.sleep(PAUSE);
                if (size.getAsLong() > maxBytes) {
                    objection.set("The dump has more data than the database's plan allows, " + Bytes.show(maxBytes)
                            + ". Take a larger plan: heroku addons:upgrade");
                    stop.run();
                }
            }
        } catch (InterruptedException e) {
            // It is filled.
        } catch (RuntimeException e) {
            if (!Thread.currentThread().isInterrupted()) {
                LOG.warn("The size of a database that is restored cannot be watched", e);
            }
        }
    }

    /** Why it was stopped; empty if it was not. */
    Optional<String> objection() {
        return Optional.ofNullable(objection.get());
    }

    @Override
    public void close() {
        watcher.interrupt();
    }
}
