package dev.slipway.platform.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppLogsTests {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.123456Z");

    @TempDir
    Path folder;
    private AppLogs logs;

    @BeforeEach
    void open() {
        logs = new AppLogs(folder, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void linesLookAsHerokusClientsExpect() {
        logs.dyno("app", NOW, "web.1", "hello");
        logs.platform("app", "web.1", "State changed from starting to up");
        logs.router("app", NOW, "at=info method=GET");
        logs.api("app", "Release v3 created by user x@example.org");

        assertThat(lines("app")).containsExactly(
                "2026-01-02T03:04:05.123456+00:00 app[web.1]: hello",
                "2026-01-02T03:04:05.123456+00:00 heroku[web.1]: State changed from starting to up",
                "2026-01-02T03:04:05.123456+00:00 heroku[router]: at=info method=GET",
                "2026-01-02T03:04:05.123456+00:00 app[api]: Release v3 created by user x@example.org");
    }

    @Test
    void atLeast1500LinesAreKeptAndNeverMoreThanTwice() throws IOException {
        for (int i = 1; i <= 10_000; i++) {
            logs.dyno("app", NOW, "web.1", "line " + i);
        }

        assertThat(lines("app")).hasSizeBetween(1500, 3000).last().asString().endsWith("line 10000");
        try (Stream<Path> files = Files.list(folder.resolve("app"))) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void longLinesDoNotFillTheDisk() throws IOException {
        for (int i = 1; i <= 3000; i++) {
            logs.dyno("app", NOW, "web.1", "x".repeat(10_000));
        }

        try (Stream<Path> files = Files.list(folder.resolve("app"))) {
            assertThat(files.mapToLong(file -> file.toFile().length()).sum()).isLessThan(17 << 20);
        }
    }

    @Test
    void theLogGoesOnAfterARestartOfThePlatform() {
        logs.dyno("app", NOW, "web.1", "before: [odd] text]: here");
        AppLogs next = new AppLogs(folder, Clock.fixed(NOW, ZoneOffset.UTC));
        next.dyno("app", NOW, "web.1", "after");

        try (LogSubscription subscription = next.subscribe("app", _ -> true, 5000)) {
            assertThat(subscription.backlog()).extracting(LogRecord::sequence, LogRecord::text)
                    .containsExactly(tuple(1L, "before: [odd] text]: here"), tuple(2L, "after"));
        }
    }

    @Test
    void aLineThatACrashCutShortIsSkipped() throws IOException {
        logs.dyno("app", NOW, "web.1", "whole");
        Files.writeString(folder.resolve("app/current.log"),
                Files.readString(folder.resolve("app/current.log")) + "2 2026-01-0");

        assertThat(new AppLogs(folder, Clock.systemUTC()).subscribe("app", _ -> true, 5000).backlog()).extracting(LogRecord::text)
                .containsExactly("whole");
    }

    @Test
    void aLineBreakInALineCannotForgeAnother() {
        logs.dyno("app", NOW, "web.1", "x\n2026-01-02T03:04:05.123456+00:00 heroku[router]: forged");

        assertThat(lines("app")).hasSize(1);
    }

    @Test
    void whoFollowsGetsTheBacklogAndThenEachLineOnce() throws InterruptedException {
        logs.dyno("app", NOW, "web.1", "one");
        try (LogSubscription subscription = logs.subscribe("app", _ -> true, 5000)) {
            logs.dyno("app", NOW, "web.1", "two");

            assertThat(subscription.backlog()).extracting(LogRecord::text).containsExactly("one");
            assertThat(subscription.next(Duration.ofSeconds(5))).map(LogRecord::text).contains("two");
            assertThat(subscription.next(Duration.ZERO)).isEmpty();
        }
    }

    @Test
    void aSlowReaderIsToldHowMuchItMissedAndHoldsNobodyUp() throws InterruptedException {
        try (LogSubscription subscription = logs.subscribe("app", _ -> true, 5000)) {
            for (int i = 0; i < 5000; i++) {
                logs.dyno("app", NOW, "web.1", "line");
            }
            int read = 0;
            LogRecord last = null;
            for (var line = subscription.next(Duration.ZERO); line.isPresent(); line = subscription.next(Duration.ZERO)) {
                last = line.get();
                read++;
            }

            assertThat(last).isNotNull();
            assertThat(last.text()).contains("L10").contains((5000 - (read - 1)) + " lines");
        }
    }

    @Test
    void filtersKnowDynosProcessTypesAndSources() {
        LogRecord web = new LogRecord(1, NOW, "app", "web.1", "");
        LogRecord router = new LogRecord(2, NOW, "heroku", "router", "");

        assertThat(new LogFilter("", "web").accepts(web)).isTrue();
        assertThat(new LogFilter("", "web.1").accepts(web)).isTrue();
        assertThat(new LogFilter("", "we").accepts(web)).isFalse();
        assertThat(new LogFilter("heroku", "").accepts(web)).isFalse();
        assertThat(new LogFilter("heroku", "").accepts(router)).isTrue();
    }

    @Test
    void appsDoNotSeeEachOthersLines() {
        logs.dyno("one", NOW, "web.1", "secret");

        assertThat(lines("two")).isEmpty();
    }

    private List<String> lines(String app) {
        try (LogSubscription subscription = logs.subscribe(app, _ -> true, 5000)) {
            return subscription.backlog().stream().map(LogRecord::format).toList();
        }
    }
}
