package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.account.Accounts;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The REST API, on a real database. */
@PlatformTest
class ApiIT {

    private static final String PASSWORD = "correct horse";

    @LocalServerPort
    private int port;
    @Autowired
    private Accounts accounts;
    @Autowired
    private JdbcTemplate sql;
    @Autowired
    private PlatformTransactionManager transactions;

    private String email;
    private ApiClient anonymous;
    private ApiClient user;
    private String app;

    @BeforeEach
    void anAccountWithAnApp() throws Exception {
        email = "u-" + UUID.randomUUID() + "@example.org";
        accounts.create(email, PASSWORD, false);
        anonymous = ApiClient.anonymous(port);
        user = anonymous.login(email, PASSWORD);
        app = "/apps/" + user.post("/apps", "{}").is(201).text("name");
    }

    @Test
    void theEMailAddressIsTakenWithoutRegardToCase() throws Exception {
        assertThat(anonymous.login(email.toUpperCase(), PASSWORD).get("/account").is(200).text("email")).isEqualTo(email);
    }

    @Test
    void tokensAreAcceptedAsAllClientsSendThem() throws Exception {
        String token = anonymous.withPassword(email, PASSWORD).post("/oauth/authorizations", "{}").is(201)
                .body().path("access_token").path("token").asString();

        assertThat(anonymous.withToken(token).get("/account").is(200).text("email")).isEqualTo(email);
        assertThat(anonymous.withPassword("", token).get("/account").is(200).text("email")).isEqualTo(email);
        assertThat(anonymous.withPassword("heroku", token).get("/account").is(200).text("email")).isEqualTo(email);
    }

    @ParameterizedTest
    @ValueSource(strings = {"undefined", "", "HRKU-nonsense", "' or 1=1 --"})
    void withoutAValidTokenNothingIsShown(String token) throws Exception {
        anonymous.withToken(token).get("/account").isError(401, "unauthorized");
        anonymous.withToken(token).get(app).isError(401, "unauthorized");
    }

    @Test
    void aTokenIsShownOnceAndStoredAsAHashOnly() throws Exception {
        String token = anonymous.withPassword(email, PASSWORD).post("/oauth/authorizations", "{}").is(201)
                .body().path("access_token").path("token").asString();

        assertThat(user.get("/oauth/authorizations").is(200).response().body()).doesNotContain(token)
                .contains(token.substring(0, 9) + "**********" + token.substring(token.length() - 4));
        assertThat(sql.queryForList("select * from oauth_authorization").toString()).doesNotContain(token);
    }

    @Test
    void aRevokedTokenIsWorthNothing() throws Exception {
        var created = anonymous.withPassword(email, PASSWORD).post("/oauth/authorizations", "{}").is(201);
        ApiClient other = anonymous.withToken(created.body().path("access_token").path("token").asString());

        user.delete("/oauth/authorizations/" + created.text("id")).is(200);

        other.get("/account").isError(401, "unauthorized");
    }

    @Test
    void guessingPasswordsIsSlowedDown() throws Exception {
        ApiClient guesser = anonymous.withPassword(email, "wrong");
        for (int i = 0; i < 20; i++) {
            guesser.post("/oauth/authorizations", "{}").isError(401, "unauthorized");
        }

        var refused = guesser.post("/oauth/authorizations", "{}").isError(429, "rate_limit");
        assertThat(refused.response().headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
    }

    @Test
    void whatBelongsToSomebodyElseDoesNotExist() throws Exception {
        String stranger = "s-" + UUID.randomUUID() + "@example.org";
        accounts.create(stranger, PASSWORD, false);
        ApiClient other = anonymous.login(stranger, PASSWORD);

        for (String path : new String[] {"", "/config-vars", "/releases", "/releases/1", "/releases/1/config-vars", "/formation",
            "/dynos", "/builds", "/collaborators", "/addons", "/domains"}) {
            other.get(app + path).isError(404, "not_found");
        }
        other.patch(app, "{\"maintenance\":true}").isError(404, "not_found");
        other.patch(app + "/config-vars", "{\"A\":\"b\"}").isError(404, "not_found");
        other.patch(app + "/formation", "{\"updates\":[]}").isError(404, "not_found");
        other.post(app + "/releases", "{\"release\":\"1\"}").isError(404, "not_found");
        other.post(app + "/log-sessions", "{}").isError(404, "not_found");
        other.delete(app + "/dynos").isError(404, "not_found");
        other.delete(app).isError(404, "not_found");
        assertThat(other.get("/apps").is(200).body()).isEmpty();
        user.get(app).is(200);
    }

    @Test
    void aNewAppIsWhatTheCliExpects() throws Exception {
        var shown = user.get(app).is(200);

        assertThat(shown.text("create_status")).isEqualTo("complete");
        assertThat(shown.body().path("generation").path("name").asString()).isEqualTo("cedar");
        assertThat(shown.body().path("owner").path("email").asString()).isEqualTo(email);
        assertThat(shown.body().has("slug_size")).isTrue();
        assertThat(shown.text("created_at")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(user.get("/apps/" + shown.text("id")).is(200).text("name")).isEqualTo(shown.text("name"));
        assertThat(user.get(app + "/releases").is(200).body()).hasSize(2);
        user.get(app + "/pipeline-couplings").isError(404, "not_found");
    }

    @Test
    void aConfigChangeIsARelease() throws Exception {
        assertThat(user.patch(app + "/config-vars", "{\"A\":\"1\",\"B\":\"zwei\"}").is(200).body()).hasSize(2);

        var releases = user.get(app + "/releases", "Range", "version ..; order=desc,max=1").is(206);
        assertThat(releases.body()).hasSize(1);
        assertThat(releases.body().get(0).path("version").asInt()).isEqualTo(3);
        assertThat(releases.body().get(0).path("description").asString()).isEqualTo("Set A, B config vars");

        user.patch(app + "/config-vars", "{\"A\":null,\"B\":\"zwei\",\"UNKNOWN\":null}").is(200);
        assertThat(user.get(app + "/config-vars").is(200).body().toString()).isEqualTo("{\"B\":\"zwei\"}");
        assertThat(user.get(app + "/releases/v4").is(200).text("description")).isEqualTo("Remove A config vars");
        assertThat(user.get(app + "/releases/3/config-vars").is(200).text("A")).isEqualTo("1");
    }

    @Test
    void aChangeThatChangesNothingIsNoRelease() throws Exception {
        user.patch(app + "/config-vars", "{\"A\":\"1\"}").is(200);
        user.patch(app + "/config-vars", "{\"A\":\"1\"}").is(200);

        assertThat(user.get(app + "/releases").is(200).body()).hasSize(3);
    }

    @Test
    void configVarsAreEncryptedAtRest() throws Exception {
        user.patch(app + "/config-vars", "{\"SECRET_KEY\":\"très secret\"}").is(200);

        for (byte[] stored : sql.queryForList("select value from config_var union all select config from release_config", byte[].class)) {
            assertThat(new String(stored, StandardCharsets.UTF_8)).doesNotContain("très secret");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"1A\":\"x\"}", "{\"A-B\":\"x\"}", "{\"\":\"x\"}", "{\"A=B\":\"x\"}", "{\"$(id)\":\"x\"}",
            "{\"A\\nB\":\"x\"}", "{\"Ä\":\"x\"}", "{\"A\":1}", "{\"A\":{}}", "{\"A\":[\"x\"]}", "{\"A\":true}",
            "{\"A\":\"nul \\u0000\"}", "{\"GOOD\":\"x\",\"1BAD\":\"x\"}"})
    void configVarsThatNoProcessCouldReceiveAreRefusedAndNothingIsStored(String body) throws Exception {
        user.patch(app + "/config-vars", body).isError(422, "invalid_params");

        assertThat(user.get(app + "/config-vars").is(200).body()).isEmpty();
        assertThat(user.get(app + "/releases").is(200).body()).hasSize(2);
    }

    @Test
    void valuesMayHoldAnythingElse() throws Exception {
        user.patch(app + "/config-vars", "{\"A\":\"$(id); `x` 'q' \\\"d\\\" \\n second line ü 🚢\",\"EMPTY\":\"\"}").is(200);

        assertThat(user.get(app + "/config-vars").is(200).text("A")).isEqualTo("$(id); `x` 'q' \"d\" \n second line ü 🚢");
    }

    @Test
    void tooMuchConfigIsRefused() throws Exception {
        user.patch(app + "/config-vars", "{\"A\":\"" + "x".repeat(70_000) + "\"}").isError(422, "invalid_params");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "nonsense", "\"text\"", "3"})
    void brokenBodiesAreRefused(String body) throws Exception {
        user.patch(app + "/config-vars", body).isError(400, "bad_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "nonsense", "{\"name\":{}}", "[]"})
    void brokenAppsAreRefused(String body) throws Exception {
        user.post("/apps", body).isError(400, "bad_request");
    }

    @Test
    void namesAreUniqueAlsoWhenTwoComeAtOnce() throws Exception {
        String name = "twice-" + UUID.randomUUID().toString().substring(0, 8);
        user.post("/apps", "{\"name\":\"" + name + "\"}").is(201);

        var second = user.post("/apps", "{\"name\":\"" + name + "\"}").isError(422, "invalid_params");
        assertThat(second.text("message")).isEqualTo("Name " + name + " is already taken");
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedBeforeItFillsTheMemory() throws Exception {
        String large = "{\"A\":\"" + "x".repeat(2_000_000) + "\"}";

        user.patch(app + "/config-vars", large).isError(413, "request_too_large");
        anonymous.post("/oauth/authorizations", large).isError(413, "request_too_large");
        anonymous.post("/internal/router-logs", "x".repeat(2_000_000)).isError(401, "unauthorized");
    }

    @Test
    void twoConfigChangesAtOnceAreBothKept() throws Exception {
        var first = CompletableFuture.supplyAsync(() -> patch("{\"A\":\"1\",\"BOTH\":\"1\"}"));
        var second = CompletableFuture.supplyAsync(() -> patch("{\"B\":\"2\",\"BOTH\":\"2\"}"));
        first.get().is(200);
        second.get().is(200);

        assertThat(user.get(app + "/releases/4/config-vars").is(200).body()).hasSize(3)
                .isEqualTo(user.get(app + "/config-vars").is(200).body());
    }

    private ApiClient.Answer patch(String body) {
        try {
            return user.patch(app + "/config-vars", body);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void renamingAnAppToItsOwnNameChangesNothing() throws Exception {
        user.patch(app, "{\"name\":\"" + app.substring("/apps/".length()) + "\"}").is(200);

        user.get(app).is(200);
    }

    @Test
    void aRenamedAppKeepsItsIdAndLeavesItsOldNameFree() throws Exception {
        String id = user.get(app).is(200).text("id");
        String name = "renamed-" + UUID.randomUUID().toString().substring(0, 8);

        assertThat(user.patch(app, "{\"name\":\"" + name + "\"}").is(200).text("id")).isEqualTo(id);

        user.get(app).isError(404, "not_found");
        user.post("/apps", "{\"name\":\"" + app.substring("/apps/".length()) + "\"}").is(201);
    }

    @Test
    void aDestroyedAppIsGoneAndItsNameFree() throws Exception {
        user.patch(app + "/config-vars", "{\"A\":\"1\"}").is(200);
        user.delete(app).is(200);

        user.get(app).isError(404, "not_found");
        user.post("/apps", "{\"name\":\"" + app.substring("/apps/".length()) + "\"}").is(201);
    }

    @Test
    void nobodyKeepsAnAppFromBeingDestroyedByANameOfTheirs() throws Exception {
        String id = user.get(app).is(200).text("id");
        user.post("/apps", "{\"name\":\"x" + id.replace("-", "").substring(0, 24) + "\"}").is(201);

        user.delete(app).is(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"maintenance\":true}", "{\"name\":\"revenant\"}"})
    void aChangeThatComesWithARemovalDoesNotUndoIt(String change) throws Exception {
        UUID id = UUID.fromString(user.get(app).is(200).text("id"));

        var changed = new TransactionTemplate(transactions).execute(_ -> {
            sql.update("update app set deleting = true, name = 'x-' || name, owner_id = null where id = ?", id);
            return LockWaits.begin(sql, () -> user.patch(app, change));
        });

        changed.get().isError(404, "not_found");
        assertThat(sql.queryForObject("select deleting from app where id = ?", Boolean.class, id)).isTrue();
    }

    @Test
    void aReleaseWithoutSlugCannotBeRolledBackTo() throws Exception {
        user.post(app + "/releases", "{\"release\":\"1\"}").isError(422, "invalid_params");
        user.post(app + "/releases", "{\"release\":\"99\"}").isError(404, "not_found");
        user.post(app + "/releases", "{\"slug\":\"x\"}").isError(404, "not_found");
        user.post(app + "/releases", "{}").isError(422, "invalid_params");
    }

    @Test
    void aProcessTypeThatNoProcfileDeclaresCannotBeScaled() throws Exception {
        user.patch(app + "/formation", "{\"updates\":[{\"type\":\"web\",\"quantity\":\"1\"}]}").isError(404, "not_found");
        assertThat(user.get(app + "/formation").is(200).body()).isEmpty();
    }

    @Test
    void anUnknownEndpointSaysSo() throws Exception {
        var answer = user.get("/apps/x/no-such-thing").isError(404, "not_found");
        assertThat(answer.text("message")).contains("GET /apps/x/no-such-thing");
        user.post("/account", "{}").isError(404, "not_found");
    }

    @Test
    void logsAreReadThroughALinkThatCarriesItsPermission() throws Exception {
        user.patch(app + "/config-vars", "{\"A\":\"1\"}").is(200);
        String url = user.post(app + "/log-sessions", "{\"lines\":1,\"tail\":false}").is(201).text("logplex_url");
        String path = url.substring(url.indexOf("/streams/"));

        var stream = anonymous.get(path, "Accept", "text/event-stream").is(200).response();
        assertThat(stream.headers().firstValue("Content-Type")).hasValueSatisfying(
                type -> assertThat(type).startsWith("text/event-stream"));
        assertThat(stream.body()).matches("id: \\d+\ndata: \\S+ app\\[api]: Set A config vars by user \\S+\n\n");
        anonymous.get(path.substring(0, path.length() - 3) + "abc").isError(404, "not_found");
    }

    @Test
    void theRoutersDoorIsClosedToUsers() throws Exception {
        user.get("/internal/routes", "X-Router-Id", "r").isError(401, "unauthorized");
        user.post("/internal/router-reports", "{}").isError(401, "unauthorized");
        user.post("/internal/router-logs", "").isError(401, "unauthorized");
    }
}
