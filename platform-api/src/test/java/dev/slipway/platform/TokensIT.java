package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.slipway.platform.access.Administrator;
import dev.slipway.platform.account.Accounts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** What tokens may do and for how long, the clients that they are for, and how many calls an account has. */
@LoginTest
class TokensIT {

    private static final String PASSWORD = "correct horse";

    @LocalServerPort
    private int port;
    @Autowired
    private Accounts accounts;
    @Autowired
    private TestClock clock;
    @Autowired
    private JdbcTemplate sql;
    @Autowired
    private RequestMappingHandlerMapping requestMappingHandlerMapping;

    private String email;
    private ApiClient anonymous;
    private ApiClient user;

    @BeforeEach
    void anAccount() throws Exception {
        anonymous = ApiClient.anonymous(port);
        email = "token-" + UUID.randomUUID() + "@example.org";
        user = newAccount(email);
    }

    private ApiClient newAccount(String address) throws Exception {
        accounts.create(address, PASSWORD, false);
        return anonymous.login(address, PASSWORD);
    }

    private ApiClient stranger() throws Exception {
        return newAccount("stranger-" + UUID.randomUUID() + "@example.org");
    }

    /** An authorization that was just made. */
    private record Made(String id, String token, JsonNode body) {}

    private Made make(String wish) throws Exception {
        return made(user.post("/oauth/authorizations", wish).is(201));
    }

    private static Made made(ApiClient.Answer answer) {
        return new Made(answer.text("id"), answer.body().path("access_token").path("token").asString(), answer.body());
    }

    private ApiClient scoped(String scope) throws Exception {
        return anonymous.withToken(make("{\"scope\":[\"" + scope + "\"]}").token());
    }

    // Columns: may it see the account, see apps, see config vars, change apps, change config vars, change the account?
    @ParameterizedTest
    @CsvSource({"global, true, true, true, true, true, true", "identity, true, false, false, false, false, false",
        "read, true, true, false, false, false, false", "read-protected, true, true, true, false, false, false",
        "write, true, true, false, true, false, false", "write-protected, true, true, true, true, true, false"})
    void aTokenDoesWhatItsScopeSaysAndNothingElse(String scope, boolean seeAccount, boolean see, boolean seeSecrets, boolean change,
                                                 boolean changeSecrets, boolean changeAccount) throws Exception {
        String app = "/apps/" + user.post("/apps", "{}").is(201).text("name");
        user.patch(app + "/config-vars", "{\"A\":\"1\"}").is(200);
        ApiClient token = scoped(scope);

        check(seeAccount, token.get("/account"));
        for (String path : new String[] {"/apps", app, app + "/releases", app + "/formation", "/users/~/apps", "/teams"}) {
            check(see, token.get(path));
        }
        for (String path : new String[] {app + "/config-vars", app + "/releases/3/config-vars"}) {
            check(seeSecrets, token.get(path));
        }
        assertThat(token.get(app + "/addons/none/sso").status()).as("a login at a provider").isEqualTo(seeSecrets ? 404 : 403);
        check(change, token.patch(app, "{\"maintenance\":true}"));
        check(change, token.post("/apps", "{}"));
        check(changeSecrets, token.patch(app + "/config-vars", "{\"B\":\"2\"}"));
        check(see, token.post(app + "/log-sessions", "{}"));
        check(changeAccount, token.patch("/account", "{\"name\":\"Ann\"}"));
        for (String path : new String[] {"/oauth/authorizations", "/oauth/sessions", "/oauth/clients", "/account/two-factor",
            "/account/keys"}) {
            check(changeAccount, token.get(path));
        }
        check(changeAccount, token.post("/oauth/authorizations", "{\"scope\":[\"global\"]}"));
        check(changeAccount, token.post("/oauth/clients", "{\"name\":\"x\",\"redirect_uri\":\"https://example.org\"}"));
    }

    private static void check(boolean allowed, ApiClient.Answer answer) {
        if (allowed) {
            assertThat(answer.status()).as("%s: %s", answer.response().request(), answer.body()).isBetween(200, 206);
        } else {
            assertThat(answer.isError(403, "forbidden").text("message")).contains("its scope is");
        }
    }

    @Test
    void administratorsNeedATokenThatMayDoEverything() throws Exception {
        String admin = "admin-" + UUID.randomUUID() + "@example.org";
        accounts.create(admin, PASSWORD, true);
        user = anonymous.login(admin, PASSWORD);
        ApiClient token = scoped("write-protected");
        Set<String> refused = new TreeSet<>();

        for (var route : requestMappingHandlerMapping.getHandlerMethods().entrySet()) {
            if (Stream.of(route.getValue().getMethodParameters()).anyMatch(one -> one.hasParameterAnnotation(Administrator.class))) {
                for (String path : route.getKey().getPatternValues()) {
                    for (RequestMethod method : route.getKey().getMethodsCondition().getMethods()) {
                        check(false, token.call(method.name(), path.replaceAll("\\{[^}]+}", UUID.randomUUID().toString()), "{}"));
                        refused.add(method + " " + path);
                    }
                }
            }
        }
        assertThat(refused).contains("DELETE /admin/users/{user}/two-factor", "GET /admin/audit");
    }

    @ParameterizedTest
    @CsvSource({"global, 200", "write, 200", "write-protected, 200", "read, 401", "read-protected, 401", "identity, 401"})
    void onlyATokenThatWritesMayPush(String scope, int status) throws Exception {
        String app = user.post("/apps", "{}").is(201).text("name");
        String token = make("{\"scope\":[\"" + scope + "\"]}").token();

        anonymous.withPassword("heroku", token).get("/" + app + ".git/info/refs?service=git-receive-pack").is(status);
    }

    @Test
    void severalScopesAddUp() throws Exception {
        Made made = make("{\"scope\":[\"write\",\"read-protected\",\"write\"]}");
        ApiClient token = anonymous.withToken(made.token());
        String app = "/apps/" + token.post("/apps", "{}").is(201).text("name");

        assertThat(made.body().path("scope").toString()).contains("write").contains("read-protected").doesNotContain("global");
        token.get(app + "/config-vars").is(200);
        token.patch("/account", "{\"name\":\"Ann\"}").isError(403, "forbidden");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[\"nonsense\"]", "[\"GLOBAL\"]", "[null]", "[\"read\",\"\"]", "[\"read,global\"]"})
    void unknownScopesAreRefused(String scope) throws Exception {
        user.post("/oauth/authorizations", "{\"scope\":" + scope + "}").isError(422, "invalid_params");
    }

    @Test
    void aTokenExpires() throws Exception {
        Made made = make("{\"description\":\"short\",\"expires_in\":\"60\"}");
        ApiClient token = anonymous.withToken(made.token());
        token.get("/account").is(200);
        assertThat(made.body().path("access_token").path("expires_in").asLong()).isCloseTo(60, within(5L));

        clock.advance(Duration.ofSeconds(61));

        token.get("/account").isError(401, "unauthorized");
        user.get("/oauth/authorizations/" + made.id()).isError(404, "not_found");
        user.post("/oauth/authorizations/" + made.id() + "/actions/regenerate-tokens", "{}").isError(404, "not_found");
        assertThat(user.get("/oauth/authorizations").is(200).response().body()).doesNotContain("short");
        user.get("/account").is(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "\"abc\"", "\"\"", "\"1e3\"", "true", "[1]", "{}", "99999999999999999999"})
    void aLifeIsAPositiveNumberOfSeconds(String life) throws Exception {
        user.post("/oauth/authorizations", "{\"expires_in\":" + life + "}").isError(422, "invalid_params");
    }

    @Test
    void aVeryLongLifeIsCutToTenYears() throws Exception {
        assertThat(make("{\"expires_in\":99999999999}").body().path("access_token").path("expires_in").asLong())
                .isCloseTo(Duration.ofDays(3650).toSeconds(), within(5L));
        assertThat(make("{}").body().path("access_token").path("expires_in").isNull()).isTrue();
    }

    @Test
    void ofTooManyTokensTheFirstToEndMakesRoomAndOthersStay() throws Exception {
        sql.update("insert into oauth_authorization (id, account_id, description, token_hash, hint, created_at, updated_at)"
                + " select gen_random_uuid(), id, 'old', sha256(gen_random_uuid()::text::bytea), '', now(), now()"
                + " from account, generate_series(1, 299) where email = ?", email);
        ApiClient later = anonymous.login(email, PASSWORD);
        user.get("/account").isError(401, "unauthorized");
        sql.update("update oauth_authorization set expires_at = null where account_id = (select id from account where email = ?)", email);

        assertThat(anonymous.withPassword(email, PASSWORD).post("/oauth/authorizations", "{}").isError(422, "invalid_params")
                .text("message")).contains("has 300 tokens already").contains("heroku authorizations:revoke");
        later.get("/account").is(200);
    }

    @Test
    void rotatingEndsTheTokenAndKeepsItsRecord() throws Exception {
        Made old = make("{\"description\":\"CI\",\"scope\":[\"read\"],\"expires_in\":3600}");

        Made rotated = made(user.post("/oauth/authorizations/" + old.id() + "/actions/regenerate-tokens", "{}").is(200));

        assertThat(rotated.id()).isEqualTo(old.id());
        assertThat(rotated.token()).startsWith("HRKU-").isNotEqualTo(old.token());
        assertThat(rotated.body().path("description").asString()).isEqualTo("CI");
        assertThat(rotated.body().path("scope").toString()).isEqualTo("[\"read\"]");
        assertThat(rotated.body().path("access_token").path("expires_in").asLong()).isCloseTo(3600, within(60L));
        anonymous.withToken(old.token()).get("/apps").isError(401, "unauthorized");
        anonymous.withToken(rotated.token()).get("/apps").is(200);
    }

    @Test
    void whoShowsATokenSeesItAndNoOther() throws Exception {
        Made mine = make("{\"description\":\"mine\"}");
        Made other = make("{\"description\":\"other\"}");

        String list = anonymous.withToken(mine.token()).get("/oauth/authorizations").is(200).response().body();

        assertThat(list).contains(mine.token()).doesNotContain(other.token());
        assertThat(anonymous.withToken(mine.token()).get("/oauth/authorizations/" + other.id()).is(200).response().body())
                .doesNotContain(other.token()).contains("**********");
    }

    @Test
    void theCliLogsOutByRevokingItsOwnToken() throws Exception {
        Made mine = make("{}");
        ApiClient cli = anonymous.withToken(mine.token());
        assertThat(cli.delete("/oauth/sessions/~").isError(404, "not_found").text("resource")).isEqualTo("session");
        assertThat(cli.get("/oauth/authorizations/~").isError(404, "not_found").text("resource")).isEqualTo("authorization");

        cli.delete("/oauth/authorizations/" + mine.id()).is(200);

        cli.get("/account").isError(401, "unauthorized");
        user.get("/account").is(200);
        user.delete("/oauth/authorizations/" + mine.id()).isError(404, "not_found");
    }

    @Test
    void tokensAndClientsOfOthersDoNotExist() throws Exception {
        Made mine = make("{}");
        String client = user.post("/oauth/clients", "{\"name\":\"x\",\"redirect_uri\":\"https://example.org\"}").is(201).text("id");
        ApiClient stranger = stranger();

        String authorization = "/oauth/authorizations/" + mine.id();
        stranger.get(authorization).isError(404, "not_found");
        stranger.patch(authorization, "{\"description\":\"x\"}").isError(404, "not_found");
        stranger.post(authorization + "/actions/regenerate-tokens", "{}").isError(404, "not_found");
        stranger.delete(authorization).isError(404, "not_found");
        stranger.get("/oauth/clients/" + client).isError(404, "not_found");
        stranger.patch("/oauth/clients/" + client, "{\"name\":\"y\"}").isError(404, "not_found");
        stranger.post("/oauth/clients/" + client + "/actions/rotate-credentials", "{}").isError(404, "not_found");
        stranger.delete("/oauth/clients/" + client).isError(404, "not_found");
        stranger.post("/oauth/authorizations", "{\"client\":\"" + client + "\"}").isError(404, "not_found");
        assertThat(stranger.get("/oauth/clients").is(200).body()).isEmpty();

        anonymous.withToken(mine.token()).get("/account").is(200);
    }

    @Test
    void aClientsTokensEndWithIt() throws Exception {
        var made = user.post("/oauth/clients", "{\"name\":\"Shop\",\"redirect_uri\":\"https://shop.example.org/cb\"}").is(201);
        String client = "/oauth/clients/" + made.text("id");
        String secret = made.text("secret");
        assertThat(secret).hasSize(43);
        assertThat(user.get(client).is(200).body().has("secret")).isFalse();
        assertThat(user.get("/oauth/clients").is(200).response().body()).contains("Shop").doesNotContain(secret);
        Made token = make("{\"client\":\"" + made.text("id") + "\"}");
        assertThat(token.body().path("client").path("name").asString()).isEqualTo("Shop");

        String rotated = user.post(client + "/actions/rotate-credentials", "{}").is(200).text("secret");
        Made other = make("{}");
        String claim = "{\"client\":{\"id\":\"" + made.text("id") + "\",\"secret\":\"%s\"}}";
        user.patch("/oauth/authorizations/" + other.id(), claim.formatted(secret)).isError(422, "invalid_params");
        user.patch("/oauth/authorizations/" + other.id(), claim.formatted(rotated)).is(200);
        assertThat(user.patch(client, "{\"name\":\"Store\"}").is(200).text("redirect_uri")).isEqualTo("https://shop.example.org/cb");

        user.delete(client).is(200);

        anonymous.withToken(token.token()).get("/account").isError(401, "unauthorized");
        anonymous.withToken(other.token()).get("/account").isError(401, "unauthorized");
        user.get("/account").is(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "/callback", "http://example.org/cb", "https://", "https://example.org/#x",
        "javascript:alert(1)", "ftp://example.org", "https://exa mple.org", "http://localhost.evil.example/cb"})
    void aRedirectUriIsAnHttpsAddress(String uri) throws Exception {
        user.post("/oauth/clients", "{\"name\":\"x\",\"redirect_uri\":\"" + uri + "\"}").isError(422, "invalid_params");
        user.post("/oauth/clients", "{\"name\":\"x\",\"redirect_uri\":\"http://localhost:3000/cb\"}").is(201);
        user.post("/oauth/clients", "{\"redirect_uri\":\"https://example.org\"}").isError(422, "invalid_params");
    }

    @Test
    void whatHasNotChangedIsNotSentAgain() throws Exception {
        String app = "/apps/" + user.post("/apps", "{}").is(201).text("name");
        var first = user.get(app).is(200);
        String etag = first.response().headers().firstValue("ETag").orElse("");
        assertThat(etag).matches("\"\\w+\"");

        for (String known : new String[] {etag, "W/" + etag, "\"other\", " + etag, "*"}) {
            var again = user.get(app, "If-None-Match", known).is(304);
            assertThat(again.response().body()).isEmpty();
            assertThat(again.response().headers().firstValue("ETag")).hasValue(etag);
        }
        user.get(app, "If-None-Match", "\"other\"").is(200);
        anonymous.get(app, "If-None-Match", etag).isError(401, "unauthorized");
        stranger().get(app, "If-None-Match", etag).isError(404, "not_found");

        assertThat(user.patch(app, "{\"maintenance\":true}").is(200).response().headers().firstValue("ETag")).isEmpty();
        assertThat(user.get(app, "If-None-Match", etag).is(200).response().headers().firstValue("ETag").orElse(""))
                .isNotEqualTo(etag);
    }

    @Test
    void eachAnswerTellsItsLength() throws Exception {
        var created = user.post("/apps", "{}").is(201);
        for (var answer : List.of(created, user.get("/apps/" + created.text("name")).is(200), user.get("/apps/none").is(404),
                user.post("/apps", "{").is(400), anonymous.get("/apps").is(401), user.get("/nowhere").is(404))) {
            assertThat(answer.response().headers().firstValueAsLong("Content-Length"))
                    .hasValue(answer.response().body().getBytes(StandardCharsets.UTF_8).length);
            assertThat(answer.response().headers().firstValue("Transfer-Encoding")).isEmpty();
        }
    }

    private static int left(ApiClient.Answer answer) {
        return Math.toIntExact(answer.response().headers().firstValueAsLong("RateLimit-Remaining").orElseThrow());
    }

    @Test
    void eachCallIsCounted() throws Exception {
        int before = left(user.get("/account").is(200));
        assertThat(before).isEqualTo(LoginTest.CALLS_PER_HOUR - 1);

        assertThat(left(user.get("/apps").is(200))).isEqualTo(before - 1);
        assertThat(left(user.get("/apps/none").is(404))).isEqualTo(before - 2);
        assertThat(left(user.post("/apps", "{").is(400))).isEqualTo(before - 3);
        assertThat(left(user.post("/oauth/authorizations", "{}").is(201))).isEqualTo(before - 4);
        ApiClient other = anonymous.login(email, PASSWORD);
        assertThat(left(other.get("/apps").is(200))).as("all tokens of an account share its calls").isEqualTo(before - 5);
        assertThat(user.get("/account/rate-limits").is(200).body().path("remaining").asInt()).isEqualTo(before - 6);
    }

    /** The answer to a call without a call left; a new one is there every 18 seconds. */
    private static ApiClient.Answer refused(Callable<ApiClient.Answer> call) throws Exception {
        ApiClient.Answer answer = call.call();
        for (int comeBack = 0; answer.status() != 429 && comeBack < 3; comeBack++) {
            answer = call.call();
        }
        return answer.isError(429, "rate_limit");
    }

    @Test
    void whoHasUsedUpTheCallsWaitsAndNobodyElseDoes() throws Exception {
        ApiClient otherToken = anonymous.login(email, PASSWORD);
        int calls = 0;
        while (user.get("/account/rate-limits").status() == 200) {
            assertThat(++calls).isLessThan(2 * LoginTest.CALLS_PER_HOUR);
        }
        assertThat(calls).isBetween(LoginTest.CALLS_PER_HOUR, LoginTest.CALLS_PER_HOUR + 5);

        var refused = refused(() -> user.post("/apps", "{}"));
        long wait = refused.response().headers().firstValueAsLong("Retry-After").orElseThrow();
        assertThat(left(refused)).isZero();
        assertThat(wait).isBetween(1L, Duration.ofHours(1).toSeconds() / LoginTest.CALLS_PER_HOUR + 1);
        stranger().get("/account").is(200);
        refused(() -> otherToken.get("/account"));

        clock.advance(Duration.ofSeconds(wait));
        user.get("/account").is(200);
        clock.advance(Duration.ofHours(2));
        assertThat(left(user.get("/account").is(200))).isEqualTo(LoginTest.CALLS_PER_HOUR - 1);
    }
}
