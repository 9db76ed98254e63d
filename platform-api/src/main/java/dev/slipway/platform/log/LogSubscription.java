package dev.slipway.platform.log;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A reader that follows one log, with a bounded buffer of its own: when it reads too slowly, the oldest lines in the buffer
 * make room for new ones and are counted. The writer never waits. Thread-safe.
 */
public final class LogSubscription implements AutoCloseable {

    /** Lines may have 10 kB, and an app may have many readers. */
    private static final long MOST_CHARACTERS = 1 << 20;

    private final Predicate<LogRecord> wanted;
    private final int capacity;
    private final Consumer<LogSubscription> onClose;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<LogRecord> buffer = new ArrayDeque<>();
    private final LossCount lost = new LossCount();
    private long characters;
    private boolean ended;

    /**
     * @param wanted   lines that this reader gets
     * @param capacity most lines in the buffer
     */
    LogSubscription(Predicate<LogRecord> wanted, int capacity, Consumer<LogSubscription> onClose) {
        this.wanted = wanted;
        this.capacity = capacity;
        this.onClose = onClose;
    }

    void offer(LogRecord line) {
        if (!wanted.test(line)) {
            return;
        }
        lock.lock();
        try {
            while (!buffer.isEmpty() && (buffer.size() >= capacity || characters + line.text().length() > MOST_CHARACTERS)) {
                characters -= buffer.removeFirst().text().length();
                lost.add(line.at());
            }
            buffer.addLast(line);
            characters += line.text().length();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The log is gone: whoever waits is woken, and nothing more will come. */
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The next lines, at most so many; empty when none came in {@code patience} or none will come any more. */
    public LogBatch next(int most, Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = patience.toNanos();
            while (buffer.isEmpty() && !ended && left > 0) {
                left = changed.awaitNanos(left);
            }
            List<LogRecord> lines = new ArrayList<>(Math.min(most, buffer.size()));
            while (!buffer.isEmpty() && lines.size() < most) {
                LogRecord line = buffer.removeFirst();
                characters -= line.text().length();
                lines.add(line);
            }
            return new LogBatch(lost.take(), lines);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for at most {@code patience}; true as soon as nothing more will come, read or not. */
    public boolean awaitEnd(Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = patience.toNanos();
            while (!ended && left > 0) {
                left = changed.awaitNanos(left);
            }
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /** Whether all was read and the log is gone, or this was closed. */
    public boolean ended() {
        lock.lock();
        try {
            return ended && buffer.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        onClose.accept(this);
        lock.lock();
        try {
            ended = true;
            buffer.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
