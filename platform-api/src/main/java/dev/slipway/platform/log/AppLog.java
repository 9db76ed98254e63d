package dev.slipway.platform.log;

import dev.slipway.platform.api.ApiException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of one app. Thread-safe. */
final class AppLog {

    private static final Logger LOG = LoggerFactory.getLogger(AppLog.class);

    private static final int MOST_READERS = 50;

    private final LogSegments segments;
    private final List<LogSubscription> subscriptions = new CopyOnWriteArrayList<>();

    AppLog(Path folder) {
        try {
            segments = LogSegments.open(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open the log in " + folder, e);
        }
    }

    synchronized void append(Instant at, String source, String process, String text) {
        LogRecord line = new LogRecord(segments.nextSequence(), at, source, process, text.replaceAll("[\\r\\n]", " "));
        try {
            segments.append(line);
        } catch (IOException e) {
            // A full disk must not stop the app that logs; those who follow still see the line.
            LOG.warn("A log line could not be kept: {}", e.getMessage());
        }
        subscriptions.forEach(subscription -> subscription.offer(line));
    }

    /**
     * Follows the log.
     *
     * @param wanted which of the lines kept are handed over at first
     * @param most   of those only the last so many
     */
    synchronized LogSubscription subscribe(Predicate<LogRecord> wanted, int most) {
        if (subscriptions.size() >= MOST_READERS) {
            throw ApiException.conflict("Too many sessions read this app's log already. Close one and try again.");
        }
        LogSubscription[] self = new LogSubscription[1];
        self[0] = new LogSubscription(last(wanted, most), () -> subscriptions.remove(self[0]));
        subscriptions.add(self[0]);
        return self[0];
    }

    /** The last lines kept that are {@code wanted}, at most so many, oldest first. */
    synchronized List<LogRecord> last(Predicate<LogRecord> wanted, int most) {
        Deque<LogRecord> last = new ArrayDeque<>();
        try {
            segments.read(line -> {
                if (wanted.test(line)) {
                    last.add(line);
                    if (last.size() > most) {
                        last.removeFirst();
                    }
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read a log", e);
        }
        return List.copyOf(last);
    }

    synchronized void close() {
        try {
            segments.close();
        } catch (IOException e) {
            LOG.warn("A log could not be closed: {}", e.getMessage());
        }
    }
}
