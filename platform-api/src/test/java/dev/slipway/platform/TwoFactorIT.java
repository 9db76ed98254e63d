package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.account.Accounts;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** The second factor of a login: in the browser, and as the CLI asks for it. */
@LoginTest
class TwoFactorIT {

    private static final String PASSWORD = "correct horse";
    private static final Duration STEP = Duration.ofSeconds(30);

    @LocalServerPort
    private int port;
    @Autowired
    private Accounts accounts;
    @Autowired
    private TestClock clock;
    @Autowired
    private JdbcTemplate sql;

    private String email;
    private ApiClient anonymous;
    private ApiClient user;

    @BeforeEach
    void anAccount() throws Exception {
        email = newAccount(false);
        anonymous = ApiClient.anonymous(port);
        user = anonymous.login(email, PASSWORD);
    }

    private String newAccount(boolean admin) {
        return accounts.create("two-" + UUID.randomUUID() + "@example.org", PASSWORD, admin).email();
    }

    /** A phone, and the codes to use when it is lost. */
    private record Enrolled(Authenticator phone, List<String> recoveryCodes) {}

    /** Afterwards the phone shows a code that was not used yet. */
    private Enrolled enrol(ApiClient account) throws Exception {
        var begun = account.post("/account/two-factor", "{\"password\":\"" + PASSWORD + "\"}").is(201);
        Authenticator phone = Authenticator.of(URI.create(begun.text("url")), clock);
        var enabled = account.patch("/account/two-factor", "{\"code\":\"" + phone.code() + "\"}").is(200);
        // To where a step begins: none ends while a test goes on.
        clock.advance(Duration.ofMillis(STEP.toMillis() - clock.millis() % STEP.toMillis()));
        return new Enrolled(phone, enabled.body().path("recovery_codes").valueStream().map(code -> code.asString()).toList());
    }

    private ApiClient.Answer loginWith(String code) throws Exception {
        return anonymous.withPassword(email, PASSWORD).with("Heroku-Two-Factor-Code", code).post("/oauth/authorizations", "{}");
    }

    private Browser.Page password(Browser browser) throws Exception {
        return browser.press(browser.open("/login"), "Log in", Map.of("email", email, "password", PASSWORD)).is(200);
    }

    @Test
    void itIsSetUpInTheBrowser() throws Exception {
        Browser browser = Browser.on(port);
        password(browser);
        Browser.Page start = browser.open("/profile/two-factor").is(200);
        assertThat(browser.press(start, "Set it up", Map.of("password", "wrong")).is(422).text("[role=alert]")).isNotEmpty();

        Browser.Page setup = browser.press(start, "Set it up", Map.of("password", PASSWORD)).is(200);
        assertThat(setup.document().select("svg.qr path").attr("d")).startsWith("M4,4h1v1h-1z").matches("[M0-9,hv1z-]+");
        Authenticator phone = new Authenticator(setup.text("main code"), clock);
        Browser.Page again = browser.press(setup, "Enable", Map.of("code", "nonsense")).is(422);
        assertThat(again.text("main code")).as("the key stays").isEqualTo(setup.text("main code"));
        assertThat(user.get("/account").is(200).body().path("two_factor_authentication").asBoolean()).isFalse();
        Browser.Page done = browser.press(again, "Enable", Map.of("code", phone.code())).is(200);

        assertThat(done.document().select(".codes li").eachText()).hasSize(10).doesNotHaveDuplicates()
                .allSatisfy(code -> assertThat(code).matches("([A-Z2-7]{4}-){3}[A-Z2-7]{4}"));
        assertThat(user.get("/account").is(200).body().path("two_factor_authentication").asBoolean()).isTrue();
        assertThat(browser.open("/profile").text("main")).contains("It is enabled");
    }

    @Test
    void theBrowserAsksForACode() throws Exception {
        Authenticator phone = enrol(user).phone();
        Browser browser = Browser.on(port);

        Browser.Page question = password(browser);
        assertThat(question.heading()).isEqualTo("Two-factor code");
        assertThat(browser.cookies()).isEmpty();
        assertThat(browser.open("/profile").path()).isEqualTo("/login");
        assertThat(browser.press(question, "Go on", Map.of("code", "000 000x")).is(422).text("[role=alert]")).contains("wrong");
        String code = phone.code();
        assertThat(browser.press(question, "Go on", Map.of("code", code.substring(0, 3) + " " + code.substring(3))).path())
                .isEqualTo("/profile");

        Browser thief = Browser.on(port);
        assertThat(thief.press(password(thief), "Go on", Map.of("code", code)).is(422).text("[role=alert]"))
                .as("who looked over the shoulder").contains("used before");
        assertThat(thief.cookies()).isEmpty();
    }

    @Test
    void theCliThatWaitsIsNotForgottenBetweenTheSteps() throws Exception {
        Authenticator phone = enrol(user).phone();
        String page = anonymous.post("/auth", "{}").is(201).text("browser_url");
        Browser browser = Browser.on(port);

        Browser.Page code = browser.press(browser.open(page), "Log in", Map.of("email", email, "password", PASSWORD));
        Browser.Page again = browser.press(code, "Go on", Map.of("code", "000000x"));

        assertThat(browser.press(again, "Go on", Map.of("code", phone.code())).path()).isEqualTo(page);
    }

    @Test
    void theSecondStepNeedsTheFirst() throws Exception {
        Authenticator phone = enrol(user).phone();
        Browser browser = Browser.on(port);
        String ticket = password(browser).document().select("input[name=ticket]").val();

        for (String forged : new String[] {"x", "x.y", ticket + "A", ticket.substring(1), ticket.substring(0, ticket.indexOf('.'))}) {
            browser.post("/login", Map.of("ticket", forged, "code", phone.code())).is(422);
        }
        browser.post("/login", Map.of("email", email, "code", phone.code())).is(422);
        assertThat(browser.cookies()).isEmpty();

        clock.advance(Duration.ofMinutes(5).plusSeconds(1));
        assertThat(browser.post("/login", Map.of("ticket", ticket, "code", phone.code())).is(422).text("[role=alert]"))
                .contains("took too long");
        assertThat(browser.cookies()).isEmpty();
    }

    @Test
    void theCliIsAskedForACode() throws Exception {
        Authenticator phone = enrol(user).phone();

        anonymous.withPassword(email, PASSWORD).post("/oauth/authorizations", "{}").isError(403, "two_factor");
        loginWith("123").isError(403, "two_factor");
        anonymous.withPassword(email, "wrong").with("Heroku-Two-Factor-Code", phone.code())
                .post("/oauth/authorizations", "{}").isError(401, "unauthorized");
        loginWith(phone.code()).is(201);
        loginWith(phone.code()).isError(403, "two_factor");
        user.get("/account").is(200);
    }

    @Test
    void clocksMayDifferByOneStepAndCodesGoForwardOnly() throws Exception {
        Authenticator phone = enrol(user).phone();
        clock.advance(STEP.multipliedBy(4));

        loginWith(phone.codeIn(STEP.multipliedBy(-2))).isError(403, "two_factor");
        loginWith(phone.codeIn(STEP.multipliedBy(2))).isError(403, "two_factor");
        loginWith(phone.codeIn(STEP.negated())).is(201);
        loginWith(phone.codeIn(STEP)).is(201);
        loginWith(phone.code()).isError(403, "two_factor");
    }

    @Test
    void aRecoveryCodeWorksOnceHoweverItIsTyped() throws Exception {
        List<String> codes = enrol(user).recoveryCodes();

        loginWith(codes.get(0)).is(201);
        loginWith(codes.get(0)).isError(403, "two_factor");
        loginWith(codes.get(1).toLowerCase().replace("-", " ")).is(201);
        loginWith(codes.get(1)).isError(403, "two_factor");

        String stranger = email;
        email = newAccount(false);
        enrol(anonymous.login(email, PASSWORD));
        loginWith(codes.get(2)).isError(403, "two_factor");
        email = stranger;
        loginWith(codes.get(2)).is(201);
    }

    @Test
    void ofTwoWhoGiveTheSameCodeAtOnceOneGetsIn() throws Exception {
        Enrolled enrolled = enrol(user);
        for (String code : new String[] {enrolled.phone().code(), enrolled.recoveryCodes().getFirst()}) {
            Callable<Integer> login = () -> loginWith(code).status();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Integer> statuses = threads.invokeAll(Stream.generate(() -> login).limit(4).toList()).stream()
                        .map(status -> status.resultNow()).toList();

                assertThat(statuses).containsExactlyInAnyOrder(201, 403, 403, 403);
            }
        }
    }

    @Test
    void afterTwentyWrongCodesAllHaveToWait() throws Exception {
        Authenticator phone = enrol(user).phone();
        for (int i = 0; i < 20; i++) {
            loginWith("guess " + i).isError(403, "two_factor");
        }

        loginWith(phone.code()).isError(429, "rate_limit");
        Browser browser = Browser.on(port).with("X-Forwarded-For", "198.51.100.7");
        assertThat(Long.parseLong(browser.press(password(browser), "Go on", Map.of("code", phone.code())).is(429)
                .header("Retry-After"))).isPositive();
        user.get("/account").is(200);

        clock.advance(Duration.ofMinutes(6));
        loginWith(phone.code()).is(201);
    }

    @Test
    void takingItAwayNeedsACode() throws Exception {
        Authenticator phone = enrol(user).phone();
        user.delete("/account/two-factor").isError(403, "two_factor");
        user.with("Heroku-Two-Factor-Code", "123456x").delete("/account/two-factor").isError(403, "two_factor");
        Browser browser = Browser.on(port);
        browser.press(password(browser), "Go on", Map.of("code", phone.code()));

        Browser.Page page = browser.open("/profile/two-factor");
        browser.press(page, "Disable", Map.of("code", phone.code())).is(422);
        clock.advance(STEP);
        browser.press(page, "Disable", Map.of("code", phone.code())).is(200);

        anonymous.login(email, PASSWORD);
        assertThat(sql.queryForObject("select count(*) from recovery_code join account on account.id = account_id where email = ?",
                Integer.class, email)).isZero();
    }

    @Test
    void anAdministratorHelpsWhoLostThePhone() throws Exception {
        enrol(user);
        String id = user.get("/account").text("id");
        ApiClient stranger = anonymous.login(newAccount(false), PASSWORD);
        ApiClient admin = anonymous.login(newAccount(true), PASSWORD);

        stranger.delete("/admin/users/" + id + "/two-factor").isError(403, "forbidden");
        user.delete("/admin/users/" + id + "/two-factor").isError(403, "forbidden");
        admin.delete("/admin/users/" + id + "/two-factor").is(200);

        anonymous.login(email, PASSWORD);
    }

    @Test
    void beginningAgainMakesANewSecretButNotOnceItIsEnabled() throws Exception {
        String begin = "{\"password\":\"" + PASSWORD + "\"}";
        var first = user.post("/account/two-factor", begin).is(201);
        var second = user.post("/account/two-factor", begin).is(201);
        assertThat(second.text("secret")).isNotEqualTo(first.text("secret"));
        anonymous.login(email, PASSWORD);

        Authenticator old = Authenticator.of(URI.create(first.text("url")), clock);
        Authenticator phone = Authenticator.of(URI.create(second.text("url")), clock);
        user.patch("/account/two-factor", "{\"code\":\"" + old.code() + "\"}").isError(422, "invalid_params");
        user.patch("/account/two-factor", "{\"code\":\"" + phone.code() + "\"}").is(200);

        user.post("/account/two-factor", begin).isError(422, "invalid_params");
        user.patch("/account/two-factor", "{\"code\":\"" + phone.codeIn(STEP) + "\"}").isError(422, "invalid_params");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"code\":null}", "{\"code\":\"\"}", "{\"code\":\"１２３４５６\"}", "{\"code\":\"\\u0000\"}"})
    void nonsenseIsNoCode(String body) throws Exception {
        user.post("/account/two-factor", "{}").isError(422, "invalid_params");
        user.patch("/account/two-factor", body).isError(422, "invalid_params");
        user.post("/account/two-factor", "{\"password\":\"" + PASSWORD + "\"}").is(201);
        user.patch("/account/two-factor", body).isError(422, "invalid_params");
    }

    @Test
    void nothingOfItStandsInTheDatabaseInTheClear() throws Exception {
        var begun = user.post("/account/two-factor", "{\"password\":\"" + PASSWORD + "\"}").is(201);
        Authenticator phone = Authenticator.of(URI.create(begun.text("url")), clock);
        var enabled = user.patch("/account/two-factor", "{\"code\":\"" + phone.code() + "\"}").is(200);
        String recoveryCode = enabled.body().path("recovery_codes").get(0).asString();

        for (byte[] stored : sql.queryForList("select secret from two_factor union all select hash from recovery_code", byte[].class)) {
            assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain(begun.text("secret"))
                    .doesNotContain(recoveryCode).doesNotContain(recoveryCode.replace("-", ""));
        }
    }

    @Test
    void aPreAuthorizationTakesACodeAndIsForAppsThatOneSees() throws Exception {
        String app = user.post("/apps", "{}").is(201).text("name");
        user.put("/apps/" + app + "/pre-authorizations", "{}").is(200);
        Authenticator phone = enrol(user).phone();

        user.put("/apps/" + app + "/pre-authorizations", "{}").isError(403, "two_factor");
        String code = phone.code();
        assertThat(user.with("Heroku-Two-Factor-Code", code).put("/apps/" + app + "/pre-authorizations", "{}").is(200)
                .body().path("app").path("name").asString()).isEqualTo(app);
        user.with("Heroku-Two-Factor-Code", code).put("/apps/" + app + "/pre-authorizations", "{}").isError(403, "two_factor");
        anonymous.login(newAccount(false), PASSWORD).put("/apps/" + app + "/pre-authorizations", "{}").isError(404, "not_found");
    }
}
