package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.platform.account.Accounts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Webhooks, from the subscription to the request that a receiver gets. */
@PlatformTest
class WebhooksIT {

    private static final String PASSWORD = "correct horse";
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final JsonMapper JSON = new JsonMapper();

    @LocalServerPort
    private int port;
    @Autowired
    private Accounts accounts;
    @Autowired
    private JdbcTemplate sql;

    private WebhookReceiver receiver;
    private String email;
    private ApiClient user;
    private String app;

    @BeforeEach
    void anAppAndAReceiver() throws Exception {
        email = "u-" + UUID.randomUUID() + "@example.org";
        accounts.create(email, PASSWORD, false);
        user = ApiClient.anonymous(port).login(email, PASSWORD);
        app = "/apps/" + user.post("/apps", "{}").is(201).text("name");
        receiver = WebhookReceiver.start();
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    @Test
    void anEventArrivesSignedAndInHerokusShape() throws Exception {
        var created = user.post(app + "/webhooks", JSON.writeValueAsString(Map.of("include", List.of("api:domain"), "level",
                "notify", "url", receiver.url("/hook?key=1"), "authorization", "Bearer abc"))).is(201);
        String secret = created.response().headers().firstValue("Heroku-Webhook-Secret").orElseThrow();
        String hostname = addDomain();

        WebhookReceiver.Received received = receiver.await();

        assertThat(received.path()).isEqualTo("/hook?key=1");
        assertThat(received.header("Authorization")).isEqualTo("Bearer abc");
        assertThat(received.header("Content-Type")).startsWith("application/json");
        assertThat(received.header("Heroku-Webhook-Hmac-SHA256")).isEqualTo(signature(secret, received.body()));
        JsonNode body = JSON.readTree(received.body());
        assertThat(body.path("action").asString()).isEqualTo("create");
        assertThat(body.path("resource").asString()).isEqualTo("domain");
        assertThat(body.path("actor").path("email").asString()).isEqualTo(email);
        assertThat(body.path("data").path("hostname").asString()).isEqualTo(hostname);
        assertThat(body.path("data").path("app").path("name").asString()).isEqualTo(app.substring("/apps/".length()));
        assertThat(body.path("version").asString()).isEqualTo("application/vnd.heroku+json; version=3");
        assertThat(body.path("created_at").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        JsonNode metadata = body.path("webhook_metadata");
        assertThat(metadata.path("webhook").path("id").asString()).isEqualTo(created.text("id"));
        assertThat(metadata.path("event").path("include").asString()).isEqualTo("api:domain");

        awaitDeliveries("succeeded");
        JsonNode delivery = deliveries().getFirst();
        assertThat(delivery.path("id").asString()).isEqualTo(metadata.path("delivery").path("id").asString());
        assertThat(delivery.path("num_attempts").asInt()).isEqualTo(1);
        assertThat(delivery.path("last_attempt").path("id").asString()).isEqualTo(metadata.path("attempt").path("id").asString());
        assertThat(delivery.path("last_attempt").path("code").asInt()).isEqualTo(200);
        assertThat(delivery.path("next_attempt_at").isNull()).isTrue();
        String id = delivery.path("id").asString();
        assertThat(user.get(app + "/webhook-deliveries/" + id).is(200).text("status")).isEqualTo("succeeded");
        var event = user.get(app + "/webhook-events/" + delivery.path("event").path("id").asString()).is(200);
        assertThat(event.body().path("payload").path("data").path("hostname").asString()).isEqualTo(hostname);
        assertThat(user.get(app + "/webhook-events").is(200).body()).hasSize(1);
        assertThat(user.get(app + "/webhook-deliveries?eq[status]=failed").is(200).body()).isEmpty();
        assertThat(user.get(app + "/webhook-deliveries?eq[status]=succeeded").is(200).body()).hasSize(1);
    }

    @Test
    void whatWasNotSubscribedToDoesNotArriveAndChangesTellWhatWasBefore() throws Exception {
        subscribe("notify", "/", "api:app");
        addDomain();
        user.patch(app, "{\"maintenance\":true}").is(200);

        JsonNode body = JSON.readTree(receiver.await().body());

        assertThat(body.path("resource").asString()).isEqualTo("app");
        assertThat(body.path("action").asString()).isEqualTo("update");
        assertThat(body.path("data").path("maintenance").asBoolean()).isTrue();
        assertThat(body.path("previous_data").path("maintenance").asBoolean()).isFalse();
        assertThat(deliveries()).hasSize(1);
    }

    @Test
    void aReleaseIsTold() throws Exception {
        subscribe("sync", "/", "api:release");
        user.patch(app + "/config-vars", "{\"SECRET\":\"swordfish-7319\"}").is(200);

        WebhookReceiver.Received received = receiver.await();

        assertThat(JSON.readTree(received.body()).path("data").path("description").asString()).isEqualTo("Set SECRET config vars");
        assertThat(received.body()).doesNotContain("swordfish-7319");
    }

    @Test
    void aBuildIsToldFromItsBeginningToItsEnd() throws Exception {
        subscribe("sync", "/", "api:build");
        user.post(app + "/builds", "{\"source_blob\":{\"url\":\"http://127.0.0.1/a.tgz\",\"version\":\"1.2\"},"
                + "\"buildpacks\":[{\"url\":\"heroku/python\"}]}").is(201);

        JsonNode begun = JSON.readTree(receiver.await().body());
        JsonNode ended = JSON.readTree(receiver.await().body());

        assertThat(begun.path("action").asString()).isEqualTo("create");
        assertThat(begun.path("data").path("status").asString()).isEqualTo("pending");
        assertThat(begun.path("data").path("source_blob").path("version").asString()).isEqualTo("1.2");
        assertThat(begun.path("data").path("buildpacks").toString())
                .isEqualTo("[{\"url\":\"urn:buildpack:heroku/python\",\"name\":\"heroku/python\"}]");
        assertThat(ended.path("action").asString()).isEqualTo("update");
        assertThat(ended.path("data").path("status").asString()).isEqualTo("failed");
        assertThat(ended.path("previous_data").path("status").asString()).isEqualTo("pending");
        assertThat(ended.path("actor").path("email").asString()).isEqualTo(email);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 404, 302})
    void aNotificationIsTriedOnceAndFollowsNoRedirect(int status) throws Exception {
        receiver.answers(status);
        subscribe("notify", "/", "api:domain");
        addDomain();

        awaitDeliveries("failed");

        assertThat(deliveries().getFirst().path("last_attempt").path("code").asInt()).isEqualTo(status);
        assertThat(receiver.received()).isEqualTo(1);
    }

    @Test
    void aReceiverThatCannotBeReachedIsNamedAsSuch() throws Exception {
        user.post(app + "/webhooks", JSON.writeValueAsString(Map.of("include", List.of("api:domain"), "level", "notify", "url",
                "http://nowhere.invalid/"))).is(201);
        addDomain();

        awaitDeliveries("failed");

        assertThat(deliveries().getFirst().path("last_attempt").path("error_class").asString()).isEqualTo("UnknownHost");
    }

    @Test
    void aSynchronousDeliveryIsRepeatedAndTheNextOnesWait() throws Exception {
        receiver.answers(503);
        subscribe("sync", "/", "api:domain");
        String first = addDomain();
        String second = addDomain();
        awaitDeliveries("pending", "retrying");
        assertThat(receiver.received()).isEqualTo(1);

        receiver.answers(200);
        sql.update("update webhook_delivery set next_attempt_at = now() where status = 'retrying'");

        awaitDeliveries("succeeded", "succeeded");
        assertThat(List.of(receiver.await(), receiver.await(), receiver.await())).extracting(received ->
                JSON.readTree(received.body()).path("data").path("hostname").asString()).containsExactly(first, first, second);
    }

    @Test
    void aSlowReceiverHoldsNobodyElse() throws Exception {
        CountDownLatch patience = new CountDownLatch(1);
        receiver.waitsFor("/slow", patience);
        subscribe("notify", "/slow", "api:domain");
        subscribe("notify", "/fast", "api:domain");
        try {
            addDomain();
            addDomain();

            await().atMost(SOON).until(() -> receiver.received("/fast") == 2 && receiver.received("/slow") == 1);
        } finally {
            patience.countDown();
        }
    }

    @Test
    void slowReceiversOfOneOwnerTakeTurnsAndHoldNobodyElse() throws Exception {
        CountDownLatch patience = new CountDownLatch(1);
        List<String> slow = IntStream.range(0, 25).mapToObj(i -> "/slow/" + i).toList();
        slow.forEach(path -> receiver.waitsFor(path, patience));
        List<String> apps = new ArrayList<>();
        for (int i = 0; i < slow.size(); i++) {
            if (i % 10 == 0) {
                app = "/apps/" + user.post("/apps", "{}").is(201).text("name");
                apps.add(app);
            }
            subscribe("notify", slow.get(i), "api:domain");
        }
        ApiClient owner = user;
        email = "o-" + UUID.randomUUID() + "@example.org";
        accounts.create(email, PASSWORD, false);
        ApiClient newcomer = ApiClient.anonymous(port).login(email, PASSWORD);
        user = newcomer;
        app = "/apps/" + user.post("/apps", "{}").is(201).text("name");
        subscribe("notify", "/fast", "api:domain");
        String newcomersApp = app;
        try {
            // From here on it must be quick: who does not answer is given up after 10 seconds.
            user = owner;
            for (String each : apps) {
                app = each;
                addDomain();
                addDomain();
            }
            await().atMost(SOON).until(() -> receiver.received() >= 20);
            user = newcomer;
            app = newcomersApp;
            addDomain();

            await().atMost(SOON).until(() -> receiver.received("/fast") == 1);
            assertThat(slow.stream().mapToInt(receiver::received).sum()).isEqualTo(20);
        } finally {
            patience.countDown();
        }
        await().atMost(SOON).until(() -> slow.stream().allMatch(path -> receiver.received(path) == 2));
    }

    @Test
    void theEndOfAnAppIsToldAfterItsEnd() throws Exception {
        receiver.answers(503);
        String id = subscribe("sync", "/", "api:app");
        user.delete(app).is(200);
        await().atMost(SOON).until(() -> sql.queryForList("select id from app where name = ?", app.substring("/apps/".length())).isEmpty()
                && sql.queryForObject("select app_id is null from webhook where id = ?", Boolean.class, UUID.fromString(id)));

        await().atMost(SOON).until(() -> receiver.received() == 1);
        receiver.answers(200);
        await().atMost(SOON).until(() -> sql.update("update webhook_delivery set next_attempt_at = now() where status = 'retrying'") > 0);

        assertThat(JSON.readTree(receiver.await().body()).path("action").asString()).isEqualTo("destroy");
        assertThat(JSON.readTree(receiver.await().body()).path("action").asString()).isEqualTo("destroy");
    }

    @Test
    void aWebhookIsShownChangedAndRemoved() throws Exception {
        String id = subscribe("notify", "/a", "api:build", "api:release");

        var changed = user.patch(app + "/webhooks/" + id, "{\"level\":\"sync\"}").is(200);

        assertThat(changed.text("level")).isEqualTo("sync");
        assertThat(changed.text("url")).isEqualTo(receiver.url("/a"));
        assertThat(changed.response().headers().firstValue("Heroku-Webhook-Secret")).isEmpty();
        assertThat(user.get(app + "/webhooks").is(200).body().get(0).path("include").toString())
                .isEqualTo("[\"api:build\",\"api:release\"]");
        user.delete(app + "/webhooks/" + id).is(200);
        user.get(app + "/webhooks/" + id).isError(404, "not_found");
        user.get(app + "/webhooks/nonsense").isError(404, "not_found");
        user.get(app + "/webhook-deliveries?eq[status]=%00").isError(422, "invalid_params");
        user.get(app + "/webhook-deliveries/nonsense").isError(404, "not_found");
        user.get(app + "/webhook-events/" + UUID.randomUUID()).isError(404, "not_found");
    }

    @Test
    void tenWebhooksAreTheLimitAndTheirSecretsAreEncryptedAtRest() throws Exception {
        for (int i = 0; i < 10; i++) {
            user.post(app + "/webhooks", JSON.writeValueAsString(Map.of("include", List.of("api:app"), "level", "sync", "url",
                    receiver.url("/"), "secret", "very-secret-0123456789", "authorization", "very-secret-header"))).is(201);
        }

        assertThat(user.post(app + "/webhooks", JSON.writeValueAsString(Map.of("include", List.of("api:app"), "level", "sync",
                "url", receiver.url("/")))).isError(422, "invalid_params").text("message")).contains("10 webhooks");
        for (byte[] stored : sql.queryForList("select secret from webhook union all select authorization_header from webhook "
                + "where authorization_header is not null", byte[].class)) {
            assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("very-secret");
        }
        assertThat(user.get(app + "/webhooks").is(200).response().body()).doesNotContain("very-secret");
    }

    @Test
    void receiversInsideOfSlipwayAndNonsenseAreRefused() throws Exception {
        for (String url : List.of("http://127.0.0.1:8081/", "http://localhost/", "http://[::1]:5439/",
                "http://[::ffff:127.0.0.1]/", "http://169.254.169.254/latest", "http://10.80.0.2:5000/", "http://api.localhost/",
                "http://0.0.0.0/", "http://2130706433/", "ftp://example.org/", "file:///etc/passwd", "http:///", "//example.org",
                "example.org", "http://user:pw@example.org/", "http://exa mple.org", "http://example.org/\\u0000", "")) {
            assertThat(user.post(app + "/webhooks", "{\"include\":[\"api:app\"],\"level\":\"sync\",\"url\":\"" + url + "\"}")
                    .status()).as(url).isEqualTo(422);
        }
    }

    @Test
    void aReceiverThatMovedInsideSinceIsNotReached() throws Exception {
        subscribe("notify", "/", "api:domain");
        sql.update("update webhook set url = ? where url = ?", "http://127.0.0.1:" + port + "/", receiver.url("/"));
        addDomain();

        awaitDeliveries("failed");

        assertThat(deliveries().getFirst().path("last_attempt").path("error_class").asString()).isEqualTo("ForbiddenAddress");
    }

    @Test
    void otherValuesAreCheckedToo() throws Exception {
        for (String wrong : List.of("\"include\":[]", "\"include\":[\"api:everything\"]", "\"include\":[null]",
                "\"level\":\"loud\"", "\"level\":null", "\"secret\":\"short\"",
                "\"secret\":\"with\\nnewline-and-enough-length\"", "\"authorization\":\"a\\r\\nX-Evil: b\"",
                "\"authorization\":\"\"")) {
            assertThat(user.post(app + "/webhooks", "{\"include\":[\"api:app\"],\"level\":\"sync\",\"url\":\"" + receiver.url("/")
                    + "\"," + wrong + "}").status()).as(wrong).isEqualTo(422);
        }
    }

    private String subscribe(String level, String path, String... include) throws Exception {
        return user.post(app + "/webhooks", JSON.writeValueAsString(Map.of("include", List.of(include), "level", level, "url",
                receiver.url(path)))).is(201).text("id");
    }

    private String addDomain() throws Exception {
        return user.post(app + "/domains", JSON.writeValueAsString(Map.of("hostname", UUID.randomUUID() + ".example.org"))).is(201)
                .text("hostname");
    }

    private List<JsonNode> deliveries() throws Exception {
        JsonNode list = user.get(app + "/webhook-deliveries", "Range", "seq ..; order=desc,max=1000").is(200).body();
        return StreamSupport.stream(list.spliterator(), false).toList();
    }

    /** @param statuses newest first */
    private void awaitDeliveries(String... statuses) {
        await().atMost(SOON).until(() -> deliveries().stream().map(one -> one.path("status").asString()).toList(),
                List.of(statuses)::equals);
    }

    private static String signature(String secret, String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return Base64.getEncoder().encodeToString(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }
}
