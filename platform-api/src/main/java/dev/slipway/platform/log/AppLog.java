package dev.slipway.platform.log;

import dev.slipway.platform.api.ApiException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of one app. Its lock is held for as long as it takes to write a line, never while anybody reads. Thread-safe. */
final class AppLog {

    private static final Logger LOG = LoggerFactory.getLogger(AppLog.class);

    /** As on Heroku, in bytes. */
    private static final int LONGEST_LINE = 10_000;
    private static final int MOST_READERS = 50;
    /** Lines for a client that reads more slowly than they come. */
    private static final int READ_AHEAD = 2000;
    /** A line of a quiet app is on disk at once; a busy one must not cost a system call a line. */
    private static final Duration FLUSH_AFTER = Duration.ofMillis(100);
    /** Often enough to be seen, rarely enough not to be the noise itself. */
    private static final Duration TELL_LOSS_AFTER = Duration.ofSeconds(1);

    private final Clock clock;
    private final LogSegments segments;
    private final RateLimit dynos;
    private final RateLimit routers;
    private final LossCount lost = new LossCount();
    private final List<LogSubscription> subscriptions = new CopyOnWriteArrayList<>();
    private Instant flushed = Instant.EPOCH;
    private int readers;
    private boolean closed;

    AppLog(Path folder, LogSettings settings, Clock clock) {
        this.clock = clock;
        this.dynos = new RateLimit(settings, Instant.now(clock));
        this.routers = new RateLimit(settings, Instant.now(clock));
        try {
            segments = LogSegments.open(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open the log in " + folder, e);
        }
    }

    /** What a dyno wrote; dropped and counted when it is too much. */
    synchronized void dyno(Instant at, String dyno, String text) {
        append(dynos, at, "app", dyno, text);
    }

    /** What a router wrote; dropped and counted when it is too much. */
    synchronized void router(Instant at, String text) {
        append(routers, at, "heroku", "router", text);
    }

    private void append(RateLimit limit, Instant at, String source, String process, String text) {
        Instant now = Instant.now(clock);
        if (limit.admits(Math.min(text.getBytes(StandardCharsets.UTF_8).length, LONGEST_LINE), now)) {
            append(at, source, process, text);
        } else {
            lost.add(now);
        }
    }

    synchronized void append(Instant at, String source, String process, String text) {
        if (closed) {
            return;
        }
        LogRecord line = new LogRecord(segments.nextSequence(), at, source, process, onOneLine(shortened(text)));
        try {
            segments.append(line);
            if (flushed.plus(FLUSH_AFTER).isBefore(Instant.now(clock))) {
                flush();
            }
        } catch (IOException e) {
            warn(e);
        }
        subscriptions.forEach(subscription -> subscription.offer(line));
    }

    /** Brings to the disk what waits, and tells of lines that were dropped; called every now and then. */
    synchronized void tidy() {
        Instant now = Instant.now(clock);
        if (lost.isOlderThan(now.minus(TELL_LOSS_AFTER))) {
            lost.take().ifPresent(loss -> append(now, "heroku", "logplex", "Error L12 (Local buffer overflow) -> " + loss));
        }
        if (!closed) {
            try {
                flush();
            } catch (IOException e) {
                warn(e);
            }
        }
    }

    /** Everything kept; to be closed. */
    synchronized LogHistory history() throws IOException {
        return segments.history();
    }

    /**
     * Lets a client read; to be closed.
     *
     * @param wanted lines that it gets of those that come, if it follows
     */
    synchronized LogReader read(Predicate<LogRecord> wanted, boolean follow) throws IOException {
        if (readers >= MOST_READERS) {
            throw ApiException.conflict("Too many sessions read this app's log already. Close one and try again.");
        }
        LogHistory history = segments.history();
        LogSubscription further = subscribe(wanted, READ_AHEAD);
        if (!follow) {
            further.close();
        }
        readers++;
        return new LogReader(history, further, this::readerLeft);
    }

    private synchronized void readerLeft() {
        readers--;
    }

    synchronized LogSubscription subscribe(Predicate<LogRecord> wanted, int capacity) {
        LogSubscription subscription = new LogSubscription(wanted, capacity, subscriptions::remove);
        if (closed) {
            subscription.end();
        }
        subscriptions.add(subscription);
        return subscription;
    }

    synchronized void close() {
        closed = true;
        try {
            segments.close();
        } catch (IOException e) {
            warn(e);
        }
        subscriptions.forEach(LogSubscription::end);
    }

    private void flush() throws IOException {
        flushed = Instant.now(clock);
        segments.flush();
    }

    private static String shortened(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= LONGEST_LINE ? text : new String(bytes, 0, LONGEST_LINE, StandardCharsets.UTF_8);
    }

    /** A line break in a line must not forge another. */
    private static String onOneLine(String text) {
        return text.replace('\n', ' ').replace('\r', ' ');
    }

    /** A full disk must not stop the app that logs; those who follow still see the line. */
    private static void warn(IOException e) {
        LOG.warn("A log could not be written: {}", e.getMessage());
    }
}
