package dev.slipway.router;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A deadline that every {@link #touch()} moves on. Touching is a field write; the timer is set anew only when it fires
 * early. Belongs to one event loop.
 */
final class RollingTimeout {

    private final EventLoop loop;
    private long limitNanos;
    private long touched;
    private Runnable expired = () -> {};
    private @Nullable Future<?> timer;

    RollingTimeout(EventLoop loop) {
        this.loop = loop;
    }

    /** Starts counting anew, replacing what was armed before. */
    void arm(Duration limit, Runnable expired) {
        cancel();
        this.limitNanos = limit.toNanos();
        this.expired = expired;
        touch();
        timer = loop.schedule(this::fire, limitNanos, TimeUnit.NANOSECONDS);
    }

    void touch() {
        touched = System.nanoTime();
    }

    void cancel() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void fire() {
        long left = limitNanos - (System.nanoTime() - touched);
        if (left > 0) {
            timer = loop.schedule(this::fire, left, TimeUnit.NANOSECONDS);
        } else {
            timer = null;
            expired.run();
        }
    }
}
