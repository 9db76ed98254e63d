package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.log.AppLogs;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

/** {@code heroku logs}, seen from the wire. */
@PlatformTest
@Import(LogFixture.class)
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LogsIT {

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.123456Z");

    @LocalServerPort
    private int port;
    @Autowired
    private Accounts accounts;
    @Autowired
    private AppLogs logs;
    @Autowired
    private JdbcTemplate sql;
    @Autowired
    private TestClock clock;

    private ApiClient user;
    private LogSessions sessions;
    private String app;
    private String key;

    @BeforeEach
    void anAppWithLines() throws Exception {
        String email = "u-" + UUID.randomUUID() + "@example.org";
        accounts.create(email, "correct horse", false);
        user = ApiClient.anonymous(port).login(email, "correct horse");
        sessions = new LogSessions(user);
        app = "/apps/" + user.post("/apps", "{}").is(201).text("name");
        key = user.get(app).text("id");
        logs.dyno(key, AT, "web.1", "one");
        logs.dyno(key, AT, "web.2", "two");
        logs.dyno(key, AT, "worker.1", "three");
        logs.platform(key, "web.1", "four");
        logs.router(key, AT, "five");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"source\":\"app\",\"lines\":3}|one two three",
        "{\"source\":\"heroku\"}|four five",
        "{\"dyno\":\"web\"}|one two four",
        "{\"dyno\":\"web.1\"}|one four",
        "{\"dyno_name\":\"web.1\"}|one four",
        "{\"type\":\"web\"}|one two four",
        "{\"dyno\":\"web\",\"source\":\"app\"}|one two",
        "{\"dyno\":\"router\"}|five",
        "{\"dyno\":\"router\",\"source\":\"heroku\",\"lines\":100,\"tail\":false}|five",
        "{\"dyno\":\"router\",\"source\":\"app\"}|",
        "{\"dyno\":\"api\",\"source\":\"heroku\"}|",
        "{\"lines\":2}|four five",
        "{\"lines\":0}|",
        "{\"lines\":-1}|"})
    void filtersMeanWhatTheyMeanOnHeroku(String request, String expected) throws Exception {
        assertThat(sessions.read(app, request).stream().map(line -> line.substring(line.indexOf("]: ") + 3)))
                .containsExactly(expected == null ? new String[0] : expected.split(" "));
    }

    @Test
    void whatUsersDidIsInTheLogOfTheApi() throws Exception {
        assertThat(sessions.read(app, "{\"source\":\"app\",\"dyno\":\"api\"}")).hasSize(4)
                .allMatch(line -> line.contains(" app[api]: ")).last().asString().contains("Enable Logplex by user u-");
    }

    @Test
    void changesOfAnAppAreInItsLogWithTheirAuthor() throws Exception {
        user.patch(app, "{\"maintenance\":true}").is(200);
        user.patch(app, "{\"maintenance\":false}").is(200);
        String name = "n" + UUID.randomUUID().toString().substring(0, 8);
        user.patch(app, "{\"name\":\"" + name + "\"}").is(200);

        assertThat(sessions.read("/apps/" + name, "{\"lines\":3}").stream().map(line -> line.replaceAll("^.*?]: |u-.*", "")))
                .containsExactly("Enable maintenance mode by user ", "Disable maintenance mode by user ",
                        "Rename " + app.substring(6) + " to " + name + " by user ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"lines\":\"many\"}", "{\"dyno\":\"$(x)\"}", "{\"source\":\"app\\n\"}", "{\"dyno\":[1]}", "{\"tail\":7.5}",
        "[]", "\"x\""})
    void requestsThatMakeNoSenseAreRefused(String request) throws Exception {
        assertThat(user.post(app + "/log-sessions", request).status()).isIn(400, 422);
    }

    @Test
    void aTailGoesOnWhereItBrokeOff() throws Exception {
        String url = sessions.open(app, "{\"lines\":1,\"tail\":true}");
        LogSessions.Event last;
        try (Stream<String> body = LogSessions.stream(url).body()) {
            Iterator<String> lines = body.iterator();
            assertThat(LogSessions.next(lines).line()).endsWith("five");
            logs.dyno(key, AT, "web.1", "six");
            last = LogSessions.next(lines);
            assertThat(last.line()).endsWith("app[web.1]: six");
        }
        logs.dyno(key, AT, "web.1", "seven");

        try (Stream<String> body = LogSessions.stream(url, "Last-Event-ID", last.id()).body()) {
            Iterator<String> lines = body.iterator();
            assertThat(LogSessions.next(lines).line()).endsWith("seven");
            logs.dyno(key, AT, "web.1", "eight");
            assertThat(LogSessions.next(lines).line()).endsWith("eight");
        }
    }

    @Test
    void aQuietTailHasHeartbeats() throws Exception {
        try (Stream<String> body = LogSessions.stream(sessions.open(app, "{\"lines\":0,\"tail\":true}")).body()) {
            clock.advance(Duration.ofSeconds(20));

            assertThat(body.iterator().next()).startsWith(":");
        }
    }

    @Test
    void aTailEndsWithItsApp() throws Exception {
        String url = sessions.open(app, "{\"tail\":true}");
        try (Stream<String> body = LogSessions.stream(url).body()) {
            user.delete(app).is(200);

            assertThat(body.toList()).isNotEmpty();
        }
        assertThat(status(url)).isEqualTo(404);
    }

    @Test
    void whoMayNotSeeTheAppAnyMoreSeesNoMoreOfItsLog() throws Exception {
        Account other = accounts.create("o-" + UUID.randomUUID() + "@example.org", "correct horse", false);
        String url = sessions.open(app, "{\"tail\":true}");
        try (Stream<String> body = LogSessions.stream(url).body()) {
            sql.update("update app set owner_id = ? where id = ?::uuid", other.id(), key);
            clock.advance(Duration.ofSeconds(20));

            assertThat(body.toList()).isNotEmpty();
        }
        assertThat(status(url)).isEqualTo(404);
    }

    @Test
    void aTailOutlivesAFailureOfTheDatabase() throws Exception {
        try (Stream<String> body = LogSessions.stream(sessions.open(app, "{\"lines\":0,\"tail\":true}")).body()) {
            Iterator<String> lines = body.iterator();
            sql.execute("alter table account rename to account_away");
            try {
                clock.advance(Duration.ofSeconds(20));
                assertThat(lines.next()).startsWith(":");
            } finally {
                sql.execute("alter table account_away rename to account");
            }
            logs.dyno(key, AT, "web.1", "afterwards");

            assertThat(LogSessions.next(lines).line()).endsWith("afterwards");
        }
    }

    @Test
    void aSessionIsWorthNothingAfterADay() throws Exception {
        String url = sessions.open(app, "{\"tail\":true}");
        clock.advance(Duration.ofHours(25));

        assertThat(status(url)).isEqualTo(404);
        assertThat(status(url.substring(0, url.length() - 3))).isEqualTo(404);
    }

    @Test
    void theHistoryOutlivesRestartsAndHas1500LinesAtLeast() throws Exception {
        for (int i = 1; i <= 2000; i++) {
            logs.dyno(key, AT, "web.1", "line " + i);
        }

        List<String> lines = sessions.read(app, "{\"lines\":1500}");
        assertThat(lines).hasSize(1500).last().asString().endsWith("line 2000");
    }

    private static int status(String url) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding())
                .statusCode();
    }
}
