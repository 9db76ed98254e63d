package dev.slipway.platform.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.platform.StoppedClock;
import dev.slipway.platform.api.ApiException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppLogsTests {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.123456Z");

    @TempDir
    Path folder;
    private final StoppedClock clock = new StoppedClock(NOW);
    private AppLogs logs;

    @BeforeEach
    void open() {
        logs = logs(1_000_000);
    }

    private AppLogs logs(int linesPerSecond) {
        return new AppLogs(folder, new LogSettings(linesPerSecond, 1L << 40), clock);
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
    void halfACharacterNeitherFillsTheDiskNorHidesTheNextLine() throws IOException {
        logs.api("app", "x".repeat(5000) + "\ud800");
        logs.tidy();
        long size = Files.size(folder.resolve("app/current.log"));
        logs.tidy();
        assertThat(Files.size(folder.resolve("app/current.log"))).isEqualTo(size);
        logs.api("app", "next");

        assertThat(records("app")).extracting(LogRecord::text).containsExactly("x".repeat(5000) + "?", "next");
    }

    @Test
    void noLineIsLongerThanOnHeroku() {
        logs.router("app", NOW, "한".repeat(50_000));

        assertThat(records("app").getFirst().text()).hasSizeBetween(3333, 3334);
    }

    @Test
    void ratesCountBytesAndNotCharacters() {
        logs = new AppLogs(folder, new LogSettings(1_000_000, 10_000), clock);
        for (int i = 1; i <= 100; i++) {
            logs.dyno("app", NOW, "web.1", "한".repeat(1000));
        }

        assertThat(records("app")).hasSize(33);
    }

    @Test
    void whoWritesToALogThatCannotBeOpenedDoesNotFail() throws IOException {
        Path obstacle = Files.createFile(folder.resolve("app"));
        logs.dyno("app", NOW, "web.1", "lost");
        logs.router("app", NOW, "lost");
        Files.delete(obstacle);
        logs.dyno("app", NOW, "web.1", "kept");

        assertThat(records("app")).extracting(LogRecord::text).containsExactly("kept");
    }

    @Test
    void whatRemovedAppsLeftBehindIsDeleted() {
        logs.deleteAllBut("app"::equals);
        logs.dyno("app", NOW, "web.1", "stays");
        logs.dyno("gone", NOW, "web.1", "stayed");
        logs.close();
        logs = logs(1000);
        logs.deleteAllBut("app"::equals);

        assertThat(folder.resolve("gone")).doesNotExist();
        assertThat(records("app")).hasSize(1);
    }

    @Test
    void theLogGoesOnAfterARestartOfThePlatform() {
        logs.dyno("app", NOW, "web.1", "before: [odd] text]: here");
        logs.close();
        logs = logs(1000);
        logs.dyno("app", NOW, "web.1", "after");

        assertThat(records("app")).extracting(LogRecord::text).containsExactly("before: [odd] text]: here", "after");
    }

    @Test
    void whoSawLinesThatACrashTookMissesNoneOfTheNext() throws IOException {
        logs.dyno("app", NOW, "web.1", "on disk");
        logs.dyno("app", NOW, "web.1", "still in the buffer");
        long seen;
        try (LogReader reader = logs.read("app", _ -> true, false)) {
            List<LogRecord> lines = new ArrayList<>();
            reader.history().last(_ -> true, 10, lines::add);
            seen = lines.getLast().sequence();
        }
        Files.writeString(folder.resolve("app/current.log"), Files.readAllLines(folder.resolve("app/current.log")).getFirst() + "\n");

        logs = logs(1000);
        logs.dyno("app", NOW, "web.1", "after the crash");

        assertThat(records("app").getLast().sequence()).isGreaterThan(seen);
    }

    @Test
    void aLineThatACrashCutShortIsSkippedAndTheNextIsNot() throws IOException {
        logs.dyno("app", NOW, "web.1", "whole");
        logs.close();
        Files.writeString(folder.resolve("app/current.log"),
                Files.readString(folder.resolve("app/current.log")) + "2 2026-01-0");

        logs = logs(1000);
        logs.dyno("app", NOW, "web.1", "next");

        assertThat(records("app")).extracting(LogRecord::text).containsExactly("whole", "next");
    }

    @Test
    void aLineBreakInALineCannotForgeAnother() {
        logs.dyno("app", NOW, "web.1", "x\n2026-01-02T03:04:05.123456+00:00 heroku[router]: forged");

        assertThat(lines("app")).hasSize(1);
    }

    @Test
    void whoFollowsGetsTheBacklogAndThenEachLineOnce() throws Exception {
        logs.dyno("app", NOW, "web.1", "one");
        try (LogReader reader = logs.read("app", _ -> true, true)) {
            logs.dyno("app", NOW, "web.1", "two");
            List<LogRecord> history = new ArrayList<>();
            reader.history().last(_ -> true, 10, history::add);

            assertThat(history).extracting(LogRecord::text).containsExactly("one");
            assertThat(reader.further().next(10, Duration.ofSeconds(5)).lines()).extracting(LogRecord::text).containsExactly("two");
            assertThat(reader.further().next(10, Duration.ZERO).isEmpty()).isTrue();
        }
    }

    @Test
    void whoDoesNotFollowGetsNothingFurther() throws Exception {
        try (LogReader reader = logs.read("app", _ -> true, false)) {
            logs.dyno("app", NOW, "web.1", "later");

            assertThat(reader.further().ended()).isTrue();
        }
    }

    @Test
    void historyStaysReadableWhileTheLogGoesOn() throws Exception {
        logs.dyno("app", NOW, "web.1", "old");
        try (LogReader reader = logs.read("app", _ -> true, false)) {
            for (int i = 0; i < 5000; i++) {
                logs.dyno("app", NOW, "web.1", "new");
            }
            List<LogRecord> history = new ArrayList<>();
            reader.history().last(_ -> true, 10, history::add);

            assertThat(history).extracting(LogRecord::text).containsExactly("old");
        }
    }

    @Test
    void aSlowReaderIsToldHowMuchItMissedAndHoldsNobodyUp() throws Exception {
        try (LogReader reader = logs.read("app", _ -> true, true)) {
            for (int i = 1; i <= 5000; i++) {
                logs.dyno("app", NOW, "web.1", "line " + i);
            }
            LogBatch batch = reader.further().next(10_000, Duration.ZERO);

            assertThat(batch.lines()).hasSize(2000).last().extracting(LogRecord::text).isEqualTo("line 5000");
            assertThat(batch.lostBefore()).contains(new Loss(3000, NOW));
            assertThat(reader.further().next(10, Duration.ZERO).lostBefore()).isEmpty();
        }
    }

    @Test
    void longLinesDoNotFillTheMemoryOfASlowReader() throws Exception {
        try (LogSubscription subscription = logs.subscribe("app", 1000)) {
            for (int i = 0; i < 1000; i++) {
                logs.dyno("app", NOW, "web.1", "x".repeat(10_000));
            }
            LogBatch batch = subscription.next(1000, Duration.ZERO);

            assertThat(batch.lines()).hasSizeBetween(90, 110);
            assertThat(batch.lostBefore().map(Loss::count)).contains(1000L - batch.lines().size());
        }
    }

    @Test
    void whatADynoWritesTooFastIsDroppedAndCounted() {
        logs = logs(10);
        for (int i = 1; i <= 250; i++) {
            logs.dyno("app", NOW, "web.1", "line " + i);
        }
        logs.platform("app", "web.1", "State changed from up to crashed");
        clock.set(NOW.plusSeconds(2));
        logs.tidy();
        logs.tidy();

        assertThat(records("app")).extracting(LogRecord::text).hasSize(102).contains("line 100", "State changed from up to crashed")
                .last().isEqualTo("Error L12 (Local buffer overflow) -> 150 messages dropped since 2026-01-02T03:04:05.123456+00:00");
    }

    @Test
    void afterAFloodLinesPassAgain() {
        logs = logs(10);
        for (int i = 0; i < 1000; i++) {
            logs.dyno("app", NOW, "web.1", "noise");
        }
        clock.set(NOW.plusSeconds(1));
        for (int i = 0; i < 1000; i++) {
            logs.dyno("app", NOW, "web.1", "signal");
        }

        assertThat(records("app")).extracting(LogRecord::text).filteredOn("signal"::equals).hasSize(10);
    }

    @Test
    void theRequestsOfAnAppDoNotCrowdOutItsDynos() {
        logs = logs(10);
        for (int i = 0; i < 1000; i++) {
            logs.router("app", NOW, "at=info");
        }
        logs.dyno("app", NOW, "web.1", "hello");

        assertThat(records("app")).extracting(LogRecord::text).contains("hello");
    }

    @Test
    void withTheLogItsReadersEnd() throws Exception {
        try (LogReader reader = logs.read("app", _ -> true, true)) {
            logs.dyno("app", NOW, "web.1", "last words");
            logs.delete("app");

            assertThat(reader.further().ended()).isFalse();
            assertThat(reader.further().next(10, Duration.ofSeconds(5)).lines()).hasSize(1);
            assertThat(reader.further().ended()).isTrue();
        }
    }

    @Test
    void readersOfOneLogAreNotWithoutNumber() throws Exception {
        for (int i = 0; i < 50; i++) {
            logs.read("app", _ -> true, false);
        }

        assertThatThrownBy(() -> logs.read("app", _ -> true, false)).isInstanceOf(ApiException.class);
        logs.read("other", _ -> true, false).close();
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
        return records(app).stream().map(LogRecord::format).toList();
    }

    private List<LogRecord> records(String app) {
        List<LogRecord> records = new ArrayList<>();
        try (LogReader reader = logs.read(app, _ -> true, false)) {
            reader.history().last(_ -> true, 5000, records::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return records;
    }
}
