package dev.slipway.platform.log;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A reader that follows one log. It has a bounded queue: when it reads too slowly, lines are skipped for it, and it is
 * told how many; the writer never waits.
 */
final class LogSubscription implements AutoCloseable {

    private static final int QUEUED = 2000;

    private List<LogRecord> backlog;
    private final BlockingQueue<LogRecord> queue = new ArrayBlockingQueue<>(QUEUED);
    private final AtomicInteger skipped = new AtomicInteger();
    private final Runnable onClose;

    LogSubscription(List<LogRecord> backlog, Runnable onClose) {
        this.backlog = backlog;
        this.onClose = onClose;
    }

    /** The lines kept when this subscription began; what {@link #next} gives follows them without a gap. Given once. */
    List<LogRecord> backlog() {
        List<LogRecord> given = backlog;
        backlog = List.of();
        return given;
    }

    void offer(LogRecord line) {
        if (!queue.offer(line)) {
            skipped.incrementAndGet();
        }
    }

    /** The next line; empty when none came in {@code patience}. */
    Optional<LogRecord> next(Duration patience) throws InterruptedException {
        if (queue.isEmpty()) {
            int lost = skipped.getAndSet(0);
            if (lost > 0) {
                return Optional.of(new LogRecord(0, Instant.now(), "heroku", "logplex",
                        "Error L10 (output buffer overflow): this reader was too slow, " + lost + " lines were skipped"));
            }
        }
        return Optional.ofNullable(queue.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Override
    public void close() {
        onClose.run();
    }
}
