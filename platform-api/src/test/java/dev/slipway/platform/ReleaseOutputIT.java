package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.TestApps;
import dev.slipway.runtime.InMemoryDynoEngine;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** {@code heroku releases:output} and {@code releases:retry}, seen from the wire. */
@PlatformTest
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReleaseOutputIT {

    private static final String PASSWORD = "correct horse";

    @LocalServerPort
    private int port;
    @Autowired
    private Accounts accounts;
    @Autowired
    private TestApps testApps;
    @Autowired
    private InMemoryDynoEngine engine;
    @Autowired
    private InMemoryImageBuilder builder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String migrate = "migrate-" + UUID.randomUUID();
    private Account owner;
    private ApiClient user;
    private App app;
    private String path;

    @BeforeEach
    void anAppWithAReleaseCommand() throws Exception {
        owner = accounts.create("o-" + UUID.randomUUID() + "@example.org", PASSWORD, false);
        user = ApiClient.anonymous(port).login(owner.email(), PASSWORD);
        app = testApps.create(owner);
        path = "/apps/" + app.name();
        builder.next(Map.of("web", "serve", "release", migrate));
        testApps.deployed(app, owner);
    }

    @Test
    void theOutputIsFollowedWhileTheCommandRunsAndKept() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        engine.program(migrate, (_, _, output) -> {
            output.println("begun");
            goOn.await();
            output.println("ended: é");
            return 2;
        });
        user.patch(path + "/config-vars", "{\"A\":\"1\"}").is(200);
        String url = user.get(path + "/releases/4").is(200).text("output_stream_url");

        try (InputStream stream = get(url).body()) {
            assertThat(new String(stream.readNBytes(6), StandardCharsets.UTF_8)).isEqualTo("begun\n");
            assertThat(user.get(path + "/releases/4").text("status")).isEqualTo("pending");
            assertThat(user.get(path + "/dynos").body().get(0).path("type").asString()).isEqualTo("release");
            goOn.countDown();
            assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("ended: é\nRelease command failed: the release command exited with status 2.\n");
        }
        awaitEnd(4);
        assertThat(user.get(path + "/releases/4").text("status")).isEqualTo("failed");
        try (InputStream again = get(url).body()) {
            assertThat(new String(again.readAllBytes(), StandardCharsets.UTF_8)).startsWith("begun\nended: é\n");
        }
        assertThat(new LogSessions(user).read(path, "{\"lines\":100}")).anyMatch(line -> line.endsWith("]: begun"))
                .anyMatch(line -> line.endsWith("app[api]: Running release v4 commands by user " + owner.email()));
    }

    @Test
    void theUrlIsAPermissionForOneRelease() throws Exception {
        user.patch(path + "/config-vars", "{\"A\":\"1\"}").is(200);
        awaitEnd(4);
        String url = user.get(path + "/releases/4").text("output_stream_url");

        try (InputStream body = get(url).body()) {
            assertThat(body.readAllBytes()).isEmpty();
        }
        assertThat(get(url.substring(0, url.length() - 4) + "AAAA").statusCode()).isEqualTo(404);
        // Its command never ran.
        assertThat(get(user.get(path + "/releases/3").text("output_stream_url")).statusCode()).isEqualTo(404);
        assertThat(user.get(path + "/releases/2").body().path("output_stream_url").isNull()).isTrue();
    }

    @Test
    void aReleaseIsTriedAgain() throws Exception {
        CountDownLatch repaired = new CountDownLatch(1);
        engine.program(migrate, (_, _, _) -> repaired.getCount() == 0 ? 0 : 1);
        user.patch(path + "/config-vars", "{\"A\":\"1\"}").is(200);
        awaitEnd(4);
        assertThat(user.get(path + "/releases/4").text("status")).isEqualTo("failed");
        repaired.countDown();

        String slug = user.get(path + "/releases/4").body().path("slug").path("id").asString();
        ApiClient.Answer retry = user.post(path + "/releases",
                "{\"slug\":\"" + slug + "\",\"description\":\"Retry of v4: Set A config vars\"}").is(201);

        assertThat(retry.text("description")).isEqualTo("Retry of v4: Set A config vars");
        assertThat(retry.text("output_stream_url")).startsWith("http://127.0.0.1:" + port + "/streams/releases/");
        awaitEnd(5);
        assertThat(user.get(path + "/releases/5").body().path("current").asBoolean()).isTrue();
        assertThat(user.get(path + "/releases/5/config-vars").text("A")).isEqualTo("1");
    }

    @Test
    void whatIsNoSlugOfTheAppIsNotReleased() throws Exception {
        App another = testApps.create(owner);
        testApps.deployed(another, owner);
        String slug = user.get("/apps/" + another.name() + "/releases/3").body().path("slug").path("id").asString();

        user.post(path + "/releases", "{\"slug\":\"" + slug + "\"}").isError(404, "not_found");
        user.post(path + "/releases", "{\"slug\":\"nonsense\"}").isError(404, "not_found");
        user.post(path + "/releases", "{}").isError(422, "invalid_params");
        user.post("/apps/" + another.name() + "/releases", "{\"slug\":\"" + slug + "\",\"description\":\"a\\nb\"}")
                .isError(422, "invalid_params");
    }

    private HttpResponse<InputStream> get(String url) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofInputStream());
    }

    private void awaitEnd(int version) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (user.get(path + "/releases/" + version).is(200).text("status").equals("pending")) {
            assertThat(System.nanoTime()).as("v" + version + " never ends").isLessThan(deadline);
            Thread.sleep(20);
        }
    }
}
