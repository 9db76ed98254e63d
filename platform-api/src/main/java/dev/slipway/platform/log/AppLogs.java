package dev.slipway.platform.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.springframework.util.FileSystemUtils;

/**
 * The logs of all apps: bounded on disk, kept over deploys and restarts. Writing does not wait for those who follow. Thread-safe.
 */
public final class AppLogs {

    private final Path folder;
    private final Clock clock;
    private final Map<String, AppLog> open = new ConcurrentHashMap<>();

    /** @param folder holds one folder an app, named by its key */
    public AppLogs(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** What a dyno wrote. */
    public void dyno(String appKey, Instant at, String dyno, String text) {
        log(appKey).append(at, "app", dyno, text);
    }

    /** What somebody did to the app, for example {@code Release v7 created by user x}. */
    public void api(String appKey, String text) {
        log(appKey).append(Instant.now(clock), "app", "api", text);
    }

    /** What the platform did or saw of a dyno, for example {@code State changed from starting to up}. */
    public void platform(String appKey, String dyno, String text) {
        log(appKey).append(Instant.now(clock), "heroku", dyno, text);
    }

    /** A request that the router answered. */
    public void router(String appKey, Instant at, String text) {
        log(appKey).append(at, "heroku", "router", text);
    }

    /** The last lines, at most {@code count}, that the process {@code dyno} itself wrote. */
    public List<String> last(String appKey, String dyno, int count) {
        return log(appKey).last(new LogFilter("app", dyno)::accepts, count).stream().map(LogRecord::text).toList();
    }

    /** When the process {@code dyno} wrote its last line that is kept. */
    public Optional<Instant> lastTime(String appKey, String dyno) {
        return log(appKey).last(new LogFilter("app", dyno)::accepts, 1).stream().findFirst().map(LogRecord::at);
    }

    /** All lines kept that are {@code wanted}, oldest first. */
    List<LogRecord> all(String appKey, Predicate<LogRecord> wanted) {
        return log(appKey).last(wanted, Integer.MAX_VALUE);
    }

    /** Follows the log of one app, beginning with its last {@code most} lines that are {@code wanted}; to be closed. */
    LogSubscription subscribe(String appKey, Predicate<LogRecord> wanted, int most) {
        return log(appKey).subscribe(wanted, most);
    }

    /** Deletes the log of an app that is gone. */
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

    private AppLog log(String appKey) {
        return open.computeIfAbsent(appKey, key -> new AppLog(folder.resolve(key)));
    }
}
