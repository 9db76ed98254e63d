package dev.slipway.platform.log;

import dev.slipway.platform.app.AppActivity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.util.FileSystemUtils;

/**
 * The logs of all apps: bounded on disk, kept over deploys and restarts. Writing waits neither for those who read nor for
 * other apps. Thread-safe.
 */
public final class AppLogs implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AppLogs.class);

    private static final Duration TIDY_EVERY = Duration.ofMillis(100);

    private final Path folder;
    private final LogSettings settings;
    private final Clock clock;
    private final Map<String, AppLog> open = new ConcurrentHashMap<>();
    private volatile @Nullable Thread tidying;

    /** @param folder holds one folder an app, named by its key */
    public AppLogs(Path folder, LogSettings settings, Clock clock) {
        this.folder = folder;
        this.settings = settings;
        this.clock = clock;
    }

    /** From now on lines of busy apps are on disk after a moment, and apps are told of lines that were dropped. */
    public void start() {
        tidying = Thread.ofVirtual().name("logs").start(() -> {
            try {
                while (!Thread.interrupted()) {
                    Thread.sleep(TIDY_EVERY);
                    tidy();
                }
            } catch (InterruptedException e) {
                // It was closed.
            }
        });
    }

    void tidy() {
        open.values().forEach(AppLog::tidy);
    }

    /** What a dyno wrote. */
    public void dyno(String appKey, Instant at, String dyno, String text) {
        write(appKey, log -> log.dyno(at, dyno, text));
    }

    /** What somebody did to the app, for example {@code Release v7 created by user x}. */
    public void api(String appKey, String text) {
        write(appKey, log -> log.append(Instant.now(clock), "app", "api", text));
    }

    /** Notes what somebody did. */
    @EventListener
    public void activity(AppActivity activity) {
        api(activity.app().key(), activity.what() + " by user " + activity.by().email());
    }

    /** What the platform did or saw of a dyno, for example {@code State changed from starting to up}. */
    public void platform(String appKey, String dyno, String text) {
        write(appKey, log -> log.append(Instant.now(clock), "heroku", dyno, text));
    }

    /** What became of the log itself, with one of Heroku's codes: {@code Error L10 (Drain buffer overflow) -> …}. */
    public void logplex(String appKey, String text) {
        write(appKey, log -> log.append(Instant.now(clock), "heroku", "logplex", text));
    }

    /** A request that the router answered. */
    public void router(String appKey, Instant at, String text) {
        write(appKey, log -> log.router(at, text));
    }

    /** The last lines, at most {@code count}, that the process {@code dyno} itself wrote. */
    public List<String> last(String appKey, String dyno, int count) {
        return lastRecords(appKey, dyno, count).stream().map(LogRecord::text).toList();
    }

    /** When the process {@code dyno} wrote its last line that is kept. */
    public Optional<Instant> lastTime(String appKey, String dyno) {
        return lastRecords(appKey, dyno, 1).stream().findFirst().map(LogRecord::at);
    }

    private List<LogRecord> lastRecords(String appKey, String dyno, int count) {
        List<LogRecord> last = new ArrayList<>();
        try (LogHistory history = log(appKey).history()) {
            history.last(new LogFilter("app", dyno)::accepts, count, last::add);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the log of app " + appKey, e);
        }
        return last;
    }

    /** All lines kept that are {@code wanted}, oldest first. */
    List<LogRecord> all(String appKey, Predicate<LogRecord> wanted) {
        List<LogRecord> all = new ArrayList<>();
        try (LogHistory history = log(appKey).history()) {
            history.last(wanted, Integer.MAX_VALUE, all::add);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the log of app " + appKey, e);
        }
        return all;
    }

    /**
     * Hands on all lines of one app from now on; to be closed.
     *
     * @param capacity most lines that wait for a slow reader
     */
    public LogSubscription subscribe(String appKey, int capacity) {
        return log(appKey).subscribe(_ -> true, capacity);
    }

    /** Lets a client read the log of one app; to be closed. */
    LogReader read(String appKey, Predicate<LogRecord> wanted, boolean follow) throws IOException {
        return log(appKey).read(wanted, follow);
    }

    /** Deletes the log of an app that is gone, and ends what reads it. */
    public void delete(String appKey) {
        AppLog log = open.remove(appKey);
        if (log != null) {
            log.close();
        }
        try {
            FileSystemUtils.deleteRecursively(folder.resolve(appKey));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete the log of app " + appKey, e);
        }
    }

    /** Deletes what removed apps left behind; for the start, when nobody writes yet. */
    public void deleteAllBut(Predicate<String> appKeys) {
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(folder)) {
            for (Path log : logs) {
                if (!appKeys.test(log.getFileName().toString())) {
                    FileSystemUtils.deleteRecursively(log);
                }
            }
        } catch (NoSuchFileException e) {
            // No app has logged anything yet.
        } catch (IOException | DirectoryIteratorException e) {
            LOG.warn("Logs of removed apps stay on the disk", e);
        }
    }

    /** Brings everything to the disk. */
    @Override
    public void close() {
        Thread running = tidying;
        if (running != null) {
            running.interrupt();
        }
        open.values().forEach(AppLog::close);
    }

    /** As with a log that cannot be written: whoever has something to say must not fail for it. */
    private void write(String appKey, Consumer<AppLog> line) {
        AppLog log;
        try {
            log = log(appKey);
        } catch (UncheckedIOException e) {
            LOG.warn("A line is lost: {}", e.getMessage(), e);
            return;
        }
        line.accept(log);
    }

    private AppLog log(String appKey) {
        return open.computeIfAbsent(appKey, key -> new AppLog(folder.resolve(key), settings, clock));
    }
}
