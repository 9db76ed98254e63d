package dev.slipway.platform.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of one app. Thread-safe. */
final class AppLog {

    private static final Logger LOG = LoggerFactory.getLogger(AppLog.class);

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

    synchronized LogSubscription subscribe() {
        List<LogRecord> backlog;
        try {
            backlog = segments.read();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read a log", e);
        }
        LogSubscription[] self = new LogSubscription[1];
        self[0] = new LogSubscription(backlog, () -> subscriptions.remove(self[0]));
        subscriptions.add(self[0]);
        return self[0];
    }

    synchronized void close() {
        try {
            segments.close();
        } catch (IOException e) {
            LOG.warn("A log could not be closed: {}", e.getMessage());
        }
    }
}
