package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.log.AppLogs;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

/** Log drains, into real servers. */
@PlatformTest
@Import(LogFixture.class)
class DrainsIT {

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
    private LogReceivers receivers;

    private String host;
    private String email;
    private ApiClient user;
    private String app;
    private String key;
    private String drains;

    @BeforeEach
    void anAppOfAUser() throws Exception {
        host = receivers.host();
        email = "u-" + UUID.randomUUID() + "@example.org";
        accounts.create(email, "correct horse", false);
        user = ApiClient.anonymous(port).login(email, "correct horse");
        app = "/apps/" + user.post("/apps", "{}").is(201).text("name");
        key = user.get(app).text("id");
        drains = app + "/log-drains";
    }

    @Test
    void aDrainIsWhatTheCliExpects() throws Exception {
        var added = add("syslog://" + host + ":1514").is(201);

        assertThat(added.text("url")).isEqualTo("syslog://" + host + ":1514");
        assertThat(added.text("token")).startsWith("d.");
        assertThat(added.body().path("addon").isNull()).isTrue();
        assertThat(added.body().has("extended")).isFalse();
        assertThat(user.get(drains).is(200).body()).hasSize(1);
        assertThat(user.get(drains + "?extended=true").is(200).body().get(0).path("extended").path("drain_id").asString())
                .isEqualTo(added.text("id"));
        assertThat(user.get(drains + "/" + added.text("token")).is(200).text("id")).isEqualTo(added.text("id"));
    }

    @Test
    void aDrainIsRemovedByItsUrlItsTokenOrItsId() throws Exception {
        String url = "https://user:p%40ss@" + host + ":1/a%2Fb?c=d+e&f";
        add(url).is(201);
        assertThat(user.delete(drains + "/" + URLEncoder.encode(url, StandardCharsets.UTF_8)).is(200).text("url")).isEqualTo(url);
        for (String name : List.of("token", "id")) {
            String called = add(url).is(201).text(name);
            assertThat(user.delete(drains + "/" + called).is(200).text("url")).isEqualTo(url);
        }

        assertThat(user.get(drains).is(200).body()).isEmpty();
        user.delete(drains + "/" + UUID.randomUUID()).isError(404, "not_found");
    }

    @Test
    void credentialsOfADrainAreNotInTheDatabaseNorInTheLog() throws Exception {
        add("https://user:topsecret@" + host + ":1/").is(201);

        assertThat(new String(sql.queryForObject("select url from log_drain where app_id = ?::uuid", byte[].class, key),
                StandardCharsets.ISO_8859_1)).doesNotContain("topsecret");
        assertThat(logged("L13")).doesNotContain("topsecret");
        assertThat(logged("Add log drain to " + host + ":1 by user " + email)).doesNotContain("topsecret");
    }

    @Test
    void strangersHaveNoDrains() throws Exception {
        String stranger = "s-" + UUID.randomUUID() + "@example.org";
        accounts.create(stranger, "correct horse", false);
        ApiClient other = ApiClient.anonymous(port).login(stranger, "correct horse");
        String id = add("syslog://" + host + ":1514").is(201).text("id");

        other.get(drains).isError(404, "not_found");
        other.get(drains + "/" + id).isError(404, "not_found");
        other.post(drains, "{\"url\":\"syslog://" + host + ":1515\"}").isError(404, "not_found");
        other.delete(drains + "/" + id).isError(404, "not_found");
    }

    @Test
    void thereAreFiveDrainsAtMostAndNoneTwice() throws Exception {
        for (int i = 1; i <= 5; i++) {
            add("syslog://" + host + ":" + i).is(201);
        }

        add("syslog://" + host + ":6").isError(422, "invalid_params");
        user.delete(drains + "/" + URLEncoder.encode("syslog://" + host + ":5", StandardCharsets.UTF_8)).is(200);
        add("syslog://" + host + ":1").isError(422, "invalid_params");
        add("syslog://" + host + ":6").is(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "http://logs.example.org", "ftp://logs.example.org", "https://", "https:///path",
        "syslog://logs.example.org:0", "syslog://logs.example.org:65536", "syslog://user@logs.example.org:1514",
        "https://logs.example.org/#there", "https://logs example.org/", "javascript:1", "https://logs.example.org/\\n",
        "https://logs.example.org/\\u0000", "https://logs.example.org/$(reboot) "})
    void whatIsNoUrlOfADrainIsRefused(String url) throws Exception {
        add(url).isError(422, "invalid_params");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://10.80.0.7/", "https://169.254.169.254/latest/", "syslog://[fe80::1]:514", "https://0.0.0.0/",
        "syslog://127.0.0.1:5439", "syslog+tls://[::1]:8081", "https://localhost/", "https://api.localhost/"})
    void whereNoDrainLeadsIsSaidAtOnce(String url) throws Exception {
        assertThat(add(url).isError(422, "invalid_params").text("message")).contains("does not connect to");
    }

    @Test
    void noDrainLeadsToAContainerOnDockersOwnBridge() throws Exception {
        byte[] address = NetworkInterface.getByName("docker0").inetAddresses().filter(Inet4Address.class::isInstance).findFirst()
                .orElseThrow().getAddress();
        address[3] = (byte) 254;

        assertThat(add("syslog://" + InetAddress.getByAddress(address).getHostAddress() + ":514").isError(422, "invalid_params")
                .text("message")).contains("does not connect to");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"url\":null}", "{\"url\":[]}", "{\"url\":{}}", "[]", "\"", ""})
    void whatIsNoRequestIsRefused(String body) throws Exception {
        assertThat(user.post(drains, body).status()).isIn(400, 422);
    }

    @Test
    void anHttpsDrainGetsFramesWithHerokusHeaders() throws Exception {
        try (LogReceivers.Https server = receivers.https()) {
            String token = add("https://user:p%40ss@" + host + ":" + server.port() + "/in?from=slipway").is(201).text("token");
            assertThat(next(server).body()).endsWith(" host app api - Add log drain to " + host + ":" + server.port()
                    + " by user " + email + "\n");
            logs.dyno(key, AT, "web.1", "grüezi");

            LogReceivers.Delivery delivery = next(server);
            assertThat(delivery.path()).isEqualTo("/in?from=slipway");
            assertThat(delivery.header("Content-type")).isEqualTo("application/logplex-1");
            assertThat(delivery.header("Logplex-msg-count")).isEqualTo("1");
            assertThat(delivery.header("Logplex-frame-id")).isNotBlank();
            assertThat(delivery.header("Logplex-drain-token")).isEqualTo(token);
            assertThat(delivery.header("Authorization")).isEqualTo("Basic dXNlcjpwQHNz");
            assertThat(delivery.body()).isEqualTo("65 <190>1 2026-01-02T03:04:05.123456+00:00 host app web.1 - grüezi\n");
        }
    }

    @Test
    void syslogDrainsGetOctetCountedMessagesWithAndWithoutTls() throws Exception {
        try (LogReceivers.Syslog plain = receivers.syslog(); LogReceivers.Syslog secured = receivers.syslogOverTls()) {
            String token = add("syslog://" + host + ":" + plain.port()).is(201).text("token");
            add("syslog+tls://" + host + ":" + secured.port()).is(201);
            logs.dyno(key, AT, "web.1", "hello");

            String message = "<190>1 2026-01-02T03:04:05.123456+00:00 " + token + " app web.1 - - hello\n";
            await(() -> plain.messages.contains(message));
            await(() -> secured.messages.stream().anyMatch(line -> line.endsWith(" app web.1 - - hello\n")));
        }
    }

    @Test
    void afterASyslogServerHungUpTheNextLinesComeOverAnotherConnection() throws Exception {
        try (LogReceivers.Syslog server = receivers.syslog()) {
            add("syslog://" + host + ":" + server.port()).is(201);
            logs.dyno(key, AT, "web.1", "before");
            await(() -> server.messages.stream().anyMatch(line -> line.endsWith("before\n")));
            server.hangUp();
            logs.dyno(key, AT, "web.1", "after");

            await(() -> server.messages.stream().anyMatch(line -> line.endsWith("after\n")));
        }
    }

    @Test
    void aCertificateThatNobodyVouchesForIsAnErrorInTheLog() throws Exception {
        try (LogReceivers.Https server = receivers.httpsWithUnknownCertificate()) {
            add("https://" + host + ":" + server.port() + "/").is(201);

            assertThat(logged("Error L14 (Certificate validation error)")).contains(host + ":" + server.port());
            assertThat(server.deliveries).isEmpty();
        }
    }

    @Test
    void aCertificateOfAnotherHostIsAnErrorInTheLog() throws Exception {
        try (LogReceivers.Syslog server = receivers.syslogWithCertificateOfAnotherHost()) {
            add("syslog+tls://" + host + ":" + server.port()).is(201);

            assertThat(logged("Error L14 (Certificate validation error)")).contains(host + ":" + server.port());
            assertThat(server.messages).isEmpty();
        }
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        try (LogReceivers.Https server = receivers.https()) {
            server.status = 302;
            add("https://" + host + ":" + server.port() + "/here").is(201);

            assertThat(logged("Error L13 (Local delivery error)")).contains("status 302");
            assertThat(server.deliveries).isNotEmpty().allMatch(delivery -> delivery.path().equals("/here"));
        }
    }

    @Test
    void whileADrainIsAwayItsLinesWaitAndThoseThatDoNotFitAreCounted() throws Exception {
        try (LogReceivers.Https server = receivers.https()) {
            server.status = 503;
            add("https://" + host + ":" + server.port() + "/").is(201);
            String frame = next(server).header("Logplex-frame-id");
            for (int i = 1; i <= 3000; i++) {
                logs.dyno(key, AT, "web.1", "line " + i);
            }
            server.status = 204;

            StringBuilder received = new StringBuilder();
            LogReceivers.Delivery again = next(server);
            assertThat(again.header("Logplex-frame-id")).isEqualTo(frame);
            while (received.indexOf(" - line 3000\n") < 0) {
                received.append(next(server).body());
            }
            assertThat(received).contains(" - line 1978\n").doesNotContain(" - line 1900\n");
            while (received.indexOf("Error L10 (Drain buffer overflow) -> ") < 0) {
                received.append(next(server).body());
            }
            assertThat(logged("Error L10 (Drain buffer overflow)")).containsPattern("-> 19\\d\\d messages dropped since \\d{4}-");
        }
    }

    @Test
    void aDrainThatNeverAnswersHoldsNobodyUp() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, OwnAddress.find());
             LogReceivers.Syslog server = receivers.syslog()) {
            add("https://" + host + ":" + silent.getLocalPort() + "/").is(201);
            add("syslog+tls://" + host + ":" + silent.getLocalPort()).is(201);
            add("syslog://" + host + ":" + server.port()).is(201);
            for (int i = 1; i <= 3000; i++) {
                logs.dyno(key, AT, "web.1", "x".repeat(1000));
            }
            logs.dyno(key, AT, "web.1", "the last");

            await(() -> server.messages.stream().anyMatch(line -> line.endsWith("the last\n")));
        }
    }

    @Test
    void aSyslogServerThatNoLongerReadsIsLeftAndTriedAgain() throws Exception {
        try (ServerSocket server = receivers.tls()) {
            add("syslog+tls://" + host + ":" + server.getLocalPort()).is(201);
            try (Socket first = server.accept()) {
                assertThat(first.getInputStream().read()).as("the beginning of a line").isPositive();
                server.setSoTimeout(100);
                await(() -> {
                    for (int i = 1; i <= 100; i++) {
                        logs.api(key, "x".repeat(10_000));
                    }
                    try (Socket _ = server.accept()) {
                        return true;
                    } catch (SocketTimeoutException e) {
                        return false;
                    }
                });
            }
        }
    }

    @Test
    void aReceiverThatAnswersWithNonsenseIsTriedAgain() throws Exception {
        try (ServerSocket server = receivers.tls()) {
            server.setSoTimeout(60_000);
            add("https://" + host + ":" + server.getLocalPort() + "/").is(201);
            for (int attempt = 1; attempt <= 2; attempt++) {
                try (Socket client = server.accept()) {
                    assertThat(client.getInputStream().read()).isPositive();
                    client.getOutputStream().write("HTTP/1.1 000 x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    client.getInputStream().readAllBytes();
                } catch (SocketException e) {
                    // So the drain hung up.
                }
            }

            assertThat(logged("Error L13 (Local delivery error)")).contains("no HTTP");
        }
    }

    @Test
    void aDrainThatIsRemovedGetsNothingMore() throws Exception {
        try (LogReceivers.Syslog removed = receivers.syslog(); LogReceivers.Syslog stays = receivers.syslog()) {
            String id = add("syslog://" + host + ":" + removed.port()).is(201).text("id");
            add("syslog://" + host + ":" + stays.port()).is(201);
            await(() -> !removed.messages.isEmpty());
            user.delete(drains + "/" + id).is(200);
            await(() -> removed.hangUps >= 1);
            logs.dyno(key, AT, "web.1", "afterwards");

            await(() -> stays.messages.stream().anyMatch(line -> line.endsWith("afterwards\n")));
            assertThat(removed.messages).noneMatch(line -> line.endsWith("afterwards\n"));
        }
    }

    @Test
    void drainsGoWithTheirApp() throws Exception {
        try (LogReceivers.Syslog server = receivers.syslog()) {
            add("syslog://" + host + ":" + server.port()).is(201);
            await(() -> !server.messages.isEmpty());
            user.delete(app).is(200);

            await(() -> server.hangUps >= 1);
            await(() -> sql.queryForObject("select count(*) from log_drain where app_id = ?::uuid", Integer.class, key) == 0);
        }
    }

    private ApiClient.Answer add(String url) throws Exception {
        return user.post(drains, "{\"url\":\"" + url + "\"}");
    }

    private static LogReceivers.Delivery next(LogReceivers.Https server) throws InterruptedException {
        LogReceivers.Delivery delivery = server.deliveries.poll(1, TimeUnit.MINUTES);
        assertThat(delivery).as("a delivery").isNotNull();
        return delivery;
    }

    /** Waits for a line of the app's log with this text. */
    private String logged(String text) throws Exception {
        List<String> seen = new ArrayList<>();
        await(() -> {
            seen.clear();
            seen.addAll(new LogSessions(user).read(app, "{\"lines\":1500}"));
            return seen.stream().anyMatch(line -> line.contains(text));
        });
        return seen.stream().filter(line -> line.contains(text)).findFirst().orElseThrow();
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("waited in vain").isLessThan(deadline);
            Thread.sleep(20);
        }
    }
}
