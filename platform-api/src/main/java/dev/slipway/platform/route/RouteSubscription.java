package dev.slipway.platform.route;

import dev.slipway.router.RouteUpdate;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One router's feed. A router that does not keep up is cut off: it reconnects and gets a new snapshot. */
final class RouteSubscription implements AutoCloseable {

    private static final int QUEUED = 10_000;

    private final BlockingQueue<RouteUpdate> queue = new ArrayBlockingQueue<>(QUEUED);
    private final Runnable onClose;
    private volatile boolean ended;

    RouteSubscription(Runnable onClose) {
        this.onClose = onClose;
    }

    void offer(RouteUpdate update) {
        if (!queue.offer(update)) {
            end();
        }
    }

    /** The next update, or null when none came in {@code patience}. */
    @Nullable RouteUpdate next(Duration patience) throws InterruptedException {
        return queue.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    void end() {
        ended = true;
        queue.clear();
        // Wakes the feed's thread.
        queue.offer(new RouteUpdate.Ping());
    }

    boolean ended() {
        return ended;
    }

    @Override
    public void close() {
        ended = true;
        onClose.run();
    }
}
