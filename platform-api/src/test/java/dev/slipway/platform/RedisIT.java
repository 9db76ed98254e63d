package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.TestApps;
import dev.slipway.runtime.InMemoryDynoEngine;
import dev.slipway.runtime.InMemoryServiceEngine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Redis add-ons by the API of {@code heroku redis}, where servers do what a test says. */
@PlatformTest
class RedisIT {

    private static final String PASSWORD = "correct horse";
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String FRAGILE = "test/fragile";
    private static final String SLEEPY = "test/sleepy";

    @LocalServerPort
    private int port;
    @Autowired
    private Accounts accounts;
    @Autowired
    private TestApps testApps;
    @Autowired
    private InMemoryDynoEngine dynos;

    private InMemoryServiceEngine engine;
    private ApiClient user;
    private App app;

    @BeforeEach
    void anApp() throws Exception {
        Account owner = accounts.create("r-" + UUID.randomUUID() + "@example.org", PASSWORD, false);
        user = ApiClient.anonymous(port).login(owner.email(), PASSWORD);
        app = testApps.create(owner);
        engine = dynos.services();
    }

    @AfterEach
    void serversAnswer() {
        engine.program("redis-cli", (_, _, _, _, _, _) -> 0);
    }

    private String create(String plan) throws Exception {
        return user.post("/apps/" + app.name() + "/addons", "{\"plan\":\"tiny-redis:" + plan + "\"}").is(201).text("id");
    }

    private String url() throws Exception {
        return user.get("/apps/" + app.name() + "/config-vars").is(200).text("REDIS_URL");
    }

    private static String api(String addon) {
        return "/redis/v0/databases/" + addon;
    }

    private ApiClient.Answer timeout(String addon, int seconds) throws Exception {
        return user.patch(api(addon) + "/config", "{\"timeout\":" + seconds + "}");
    }

    private int timeout(String addon) throws Exception {
        return user.get(api(addon) + "/config").is(200).body().path("timeout").path("value").asInt();
    }

    /** What the server's own client prints, whatever it is asked. */
    private void redisCli(int status, String output) {
        engine.program("redis-cli", (_, _, environment, _, out, _) -> {
            out.write(output.formatted(environment.get("REDISCLI_AUTH")).getBytes(StandardCharsets.UTF_8));
            return status;
        });
    }

    @Test
    void anUpgradeKeepsWhatWasSetAndASettingKeepsThePlan() throws Exception {
        String addon = create("small");
        timeout(addon, 60).is(200);
        String before = url();

        user.patch("/apps/" + app.name() + "/addons/" + addon, "{\"plan\":{\"name\":\"tiny-redis:large\"}}").is(200);
        user.patch(api(addon) + "/config", "{\"maxmemory_policy\":\"allkeys-lru\"}").is(200);

        assertThat(engine.spec("redis-" + addon).orElseThrow().command()).contains("maxclients 40", "timeout 60");
        assertThat(engine.spec("redis-" + addon).orElseThrow().environment()).containsAllEntriesOf(
                Map.of("REDIS_MAXMEMORY", "52428800", "REDIS_EVICTION", "allkeys-lru"));
        assertThat(url()).isEqualTo(before);
    }

    @Test
    void aSettingWithWhichTheServerDoesNotStartIsTakenBack() throws Exception {
        String addon = create("fragile");
        String before = url();
        engine.refuse(FRAGILE, "it was not healthy in time");

        ApiClient.Answer answer = timeout(addon, 60).isError(503, "unavailable");
        user.post(api(addon) + "/credentials_rotation", "{}").isError(503, "unavailable");

        assertThat(answer.text("message")).contains("does not start with this change", "Try again");
        assertThat(timeout(addon)).isEqualTo(300);
        assertThat(url()).isEqualTo(before).contains(engine.spec("redis-" + addon).orElseThrow().environment().get("REDIS_PASSWORD"));
    }

    @Test
    void anImageThatIsNotHereAnyMoreIsNamed() throws Exception {
        String addon = create("absent");
        engine.lose("test/absent");

        assertThat(timeout(addon, 60).isError(422, "invalid_params").text("message")).contains("The image test/absent is not on this server");
        assertThat(timeout(addon)).isEqualTo(300);
    }

    @Test
    void whyAServerDoesNotAnswerIsSaid() throws Exception {
        String addon = create("small");

        redisCli(141, "AUTH failed: ERR max number of clients reached, says %s\n");
        assertThat(user.get(api(addon)).isError(503, "unavailable").text("message"))
                .contains("max number of clients reached, says …").doesNotContain("redis:credentials");
        redisCli(1, "AUTH failed: WRONGPASS invalid username-password pair\nNOAUTH Authentication required.\n");
        assertThat(user.get(api(addon)).isError(409, "conflict").text("message")).contains("heroku redis:credentials --reset");
    }

    @Test
    void aChangeThatWaitsWhileTheAddonGoesDoesNotMakeItAnew() throws Exception {
        String addon = create("sleepy");
        engine.stall(SLEEPY);
        CompletableFuture<ApiClient.Answer> first = later(addon, 60);
        engine.awaitRun(SLEEPY);
        CompletableFuture<ApiClient.Answer> second = later(addon, 90);
        CompletableFuture<ApiClient.Answer> removal = CompletableFuture.supplyAsync(() -> {
            try {
                return user.delete("/apps/" + app.name() + "/addons/" + addon);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await().atMost(PATIENCE).until(() -> user.get("/apps/" + app.name() + "/config-vars").is(200).body().isEmpty());

        engine.goOn(SLEEPY);

        assertThat(first).succeedsWithin(PATIENCE);
        assertThat(second).succeedsWithin(PATIENCE).satisfies(answer -> assertThat(answer.status()).isIn(404, 422));
        assertThat(removal).succeedsWithin(PATIENCE);
        await().atMost(PATIENCE).untilAsserted(() -> user.get("/addons/" + addon).is(404));
        assertThat(engine.spec("redis-" + addon)).isEmpty();
    }

    private CompletableFuture<ApiClient.Answer> later(String addon, int seconds) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return timeout(addon, seconds);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
