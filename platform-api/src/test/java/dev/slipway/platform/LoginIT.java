package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.slipway.platform.account.Accounts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.json.JsonMapper;

/** {@code heroku login} with a browser: the CLI on one side, somebody with a browser on the other. */
@LoginTest
class LoginIT {

    private static final String PASSWORD = "correct horse";

    @LocalServerPort
    private int port;
    @Autowired
    private Accounts accounts;
    @Autowired
    private TestClock clock;

    private final HttpClient http = HttpClient.newHttpClient();
    private String email;
    private ApiClient anonymous;
    private Browser browser;

    @BeforeEach
    void anAccount() {
        email = newAccount();
        anonymous = ApiClient.anonymous(port);
        browser = Browser.on(port);
    }

    private String newAccount() {
        return accounts.create("login-" + UUID.randomUUID() + "@example.org", PASSWORD, false).email();
    }

    /** A CLI that has begun to log in. */
    private record Cli(String page, String outcome, String poll) {

        String id() {
            return page.substring(page.lastIndexOf('/') + 1);
        }
    }

    private Cli cli() throws Exception {
        var begun = anonymous.post("/auth", "{\"description\":\"Heroku CLI login from laptop\"}").is(201);
        return new Cli(begun.text("browser_url"), begun.text("cli_url"), begun.text("token"));
    }

    /** What a CLI that waits hears in the end; returns when the server has begun to answer. */
    private CompletableFuture<Heard> waiting(Cli cli) throws Exception {
        InputStream answer = answer(cli);
        return CompletableFuture.supplyAsync(() -> {
            try (answer) {
                return new Heard(new String(answer.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private InputStream answer(Cli cli) throws Exception {
        var begun = http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + cli.outcome()))
                .header("Authorization", "Bearer " + cli.poll()).build(), BodyHandlers.ofInputStream());
        assertThat(begun.statusCode()).isEqualTo(200);
        assertThat(begun.headers().firstValue("Content-Type")).hasValueSatisfying(
                type -> assertThat(type).startsWith("application/json"));
        return begun.body();
    }

    /** @param text JSON with spaces in front */
    private record Heard(String text) {

        String field(String name) {
            return new JsonMapper().readTree(text).path(name).asString("");
        }
    }

    private static Heard ended(CompletableFuture<Heard> waiting) throws Exception {
        return waiting.get(30, TimeUnit.SECONDS);
    }

    private ApiClient.Answer ask(Cli cli) throws Exception {
        return anonymous.withToken(cli.poll()).get(cli.outcome());
    }

    private Browser.Page logIn(Browser someone, Browser.Page page) throws Exception {
        return someone.press(page, "Log in", Map.of("email", email, "password", PASSWORD));
    }

    @Test
    void theBrowserLogsTheWaitingCliIn() throws Exception {
        Cli cli = cli();
        var outcome = waiting(cli);

        Browser.Page login = browser.open(cli.page()).is(200);
        assertThat(login.heading()).isEqualTo("Log in");
        assertThat(login.text(".notice")).contains("Heroku CLI login from laptop");
        Browser.Page question = logIn(browser, login).is(200);
        assertThat(question.path()).isEqualTo(cli.page());
        assertThat(question.heading()).isEqualTo("Log in to the Heroku CLI?");
        assertThat(question.text("main")).contains("Heroku CLI login from laptop").contains("from the address 127.0.0.1")
                .contains(email).doesNotContain("another address");
        assertThat(outcome).isNotDone();
        assertThat(browser.press(question, "Log in").is(200).text("main")).contains("is logged in as " + email);

        ApiClient user = anonymous.withToken(ended(outcome).field("access_token"));
        assertThat(user.get("/account").is(200).text("email")).isEqualTo(email);
        var token = user.get("/oauth/authorizations").is(200).body().get(0);
        assertThat(token.path("description").asString()).isEqualTo("Heroku CLI login from laptop");
        assertThat(token.path("scope").toString()).isEqualTo("[\"global\"]");
        assertThat(token.path("access_token").path("expires_in").asLong())
                .isCloseTo(Duration.ofDays(365).toSeconds(), within(60L));
    }

    @Test
    void whoIsLoggedInIsAskedAllTheSame() throws Exception {
        logIn(browser, browser.open("/login"));
        Cli cli = cli();
        var outcome = waiting(cli);

        assertThat(browser.open(cli.page()).is(200).heading()).isEqualTo("Log in to the Heroku CLI?");
        assertThat(outcome).isNotDone();

        browser.press(browser.open(cli.page()), "Cancel").is(200);
        assertThat(ended(outcome).field("error")).isEqualTo("The login was cancelled in the browser.");
    }

    @Test
    void whoeverHasTheLinkMayCancelWithoutLoggingIn() throws Exception {
        Cli cli = cli();
        var outcome = waiting(cli);

        Browser.Page cancelled = browser.press(browser.open(cli.page()), "Not you? Cancel this login").is(200);

        assertThat(cancelled.heading()).isEqualTo("Cancelled");
        assertThat(ended(outcome).text()).contains("error").doesNotContain("access_token");
    }

    @Test
    void aRequestFromAnotherAddressIsPointedOut() throws Exception {
        Cli cli = cli();

        Browser.Page question = logIn(browser.with("X-Forwarded-For", "203.0.113.9"), browser.open(cli.page()));

        assertThat(question.text("[role=alert]")).contains("comes from another address than your browser does");
    }

    @Test
    void anotherAccountCanBeUsed() throws Exception {
        Cli cli = cli();
        Browser.Page question = logIn(browser, browser.open(cli.page()));
        email = newAccount();

        Browser.Page login = browser.press(question, "Use another account").is(200);

        assertThat(login.path()).isEqualTo(cli.page());
        assertThat(logIn(browser, login).text("main")).contains("as " + email);
    }

    @Test
    void theFirstAnswerCounts() throws Exception {
        Cli cli = cli();
        Browser.Page question = logIn(browser, browser.open(cli.page()));
        browser.press(question, "Cancel").is(200);

        assertThat(browser.press(question, "Log in").heading()).isEqualTo("Already answered");
        assertThat(ask(cli).is(200).body().has("access_token")).isFalse();
    }

    @Test
    void theTokenIsGivenOutOnce() throws Exception {
        Cli cli = cli();
        browser.press(logIn(browser, browser.open(cli.page())), "Log in");
        assertThat(ask(cli).is(200).text("access_token")).startsWith("HRKU-");

        ask(cli).isError(404, "not_found");
        browser.open(cli.page()).is(404);
        browser.post(cli.page() + "/approve", Map.of()).is(404);
    }

    @Test
    void aLoginThatWasApprovedBeforeANewPasswordGivesNoToken() throws Exception {
        Cli cli = cli();
        browser.press(logIn(browser, browser.open(cli.page())), "Log in").is(200);
        anonymous.login(email, PASSWORD).patch("/account",
                "{\"password\":\"" + PASSWORD + "\",\"new_password\":\"battery staple\"}").is(200);

        var outcome = ask(cli).is(200);

        assertThat(outcome.text("error")).contains("not logged in any more");
        assertThat(outcome.body().has("access_token")).isFalse();
    }

    @Test
    void onlyTheProgramThatBeganGetsTheOutcome() throws Exception {
        Cli cli = cli();
        Cli other = cli();
        browser.press(logIn(browser, browser.open(cli.page())), "Log in");

        anonymous.get(cli.outcome()).isError(401, "unauthorized");
        anonymous.withToken(other.poll()).get(cli.outcome()).isError(401, "unauthorized");
        anonymous.withToken(cli.id()).get(cli.outcome()).isError(401, "unauthorized");
        anonymous.withToken(cli.poll()).get("/account").isError(401, "unauthorized");
        assertThat(ask(cli).is(200).text("access_token")).startsWith("HRKU-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "..%2F..", "%00", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void aLoginThatNobodyBeganIsNone(String id) throws Exception {
        logIn(browser, browser.open("/login"));

        assertThat(browser.open("/auth/browser/" + id).status()).isBetween(400, 404);
        assertThat(browser.post("/auth/browser/" + id + "/approve", Map.of()).status()).isBetween(400, 404);
        assertThat(anonymous.withToken("x").get("/auth/cli/" + id).status()).isBetween(400, 404);
    }

    @Test
    void aLoginThatNobodyAnswersEnds() throws Exception {
        Cli cli = cli();
        Browser.Page question = logIn(browser, browser.open(cli.page()));
        var outcome = waiting(cli);

        clock.advance(Duration.ofMinutes(11));
        cli();

        browser.open(cli.page()).is(404);
        assertThat(browser.press(question, "Log in").is(404).text("main")).contains("Type heroku login again");
        assertThat(ended(outcome).field("error")).isEqualTo("Nobody logged in within ten minutes.");
        ask(cli).isError(404, "not_found");
    }

    @Test
    void theCliHearsSomethingBeforeItHangsUp() throws Exception {
        Cli cli = cli();
        Browser.Page question = logIn(browser, browser.open(cli.page()));

        try (InputStream answer = answer(cli)) {
            assertThat(answer.read()).isEqualTo(' ');
            browser.press(question, "Log in").is(200);
            assertThat(new Heard(new String(answer.readAllBytes(), StandardCharsets.UTF_8)).field("access_token")).startsWith("HRKU-");
        }
    }

    @Test
    void aClientCannotMakeTheServerWaitForAnyNumberOfLogins() throws Exception {
        int begun = 0;
        while (anonymous.post("/auth", "{}").status() == 201) {
            assertThat(++begun).isLessThan(1000);
        }

        var refused = anonymous.post("/auth", "{}").isError(429, "rate_limit");
        assertThat(refused.response().headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
        assertThat(refused.text("message")).contains("heroku login -i");
        clock.advance(Duration.ofMinutes(11));
        anonymous.post("/auth", "{}").is(201);
    }

    @Test
    void whatTheCliCallsItselfIsTextAndNothingElse() throws Exception {
        var begun = anonymous.post("/auth", "{\"description\":\"<b onclick='x()'>&amp; ü 🚢 ${7*7} [[${7*7}]]\"}").is(201);
        Cli cli = new Cli(begun.text("browser_url"), begun.text("cli_url"), begun.text("token"));

        for (Browser.Page page : new Browser.Page[] {browser.open(cli.page()), logIn(browser, browser.open(cli.page()))}) {
            assertThat(page.text(".notice")).contains("<b onclick='x()'>&amp; ü 🚢 ${7*7} [[${7*7}]]");
            assertThat(page.document().select("b")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\"two\\nlines\"", "\"nul \\u0000\""})
    void aDescriptionIsOneLine(String description) throws Exception {
        anonymous.post("/auth", "{\"description\":" + description + "}").isError(422, "invalid_params");
        anonymous.post("/auth", "{\"description\":\"" + "x".repeat(256) + "\"}").isError(422, "invalid_params");
    }

    @Test
    void aFailedLoginDoesNotSayWhatWasWrong() throws Exception {
        Browser.Page wrong = browser.press(browser.open("/login"), "Log in", Map.of("email", email, "password", "wrong")).is(422);
        Browser.Page unknown = browser.press(browser.open("/login"), "Log in",
                Map.of("email", "nobody@example.org", "password", PASSWORD)).is(422);

        assertThat(wrong.text("[role=alert]")).isEqualTo(unknown.text("[role=alert]")).isNotEmpty();
        assertThat(wrong.document().select("#email").val()).isEqualTo(email);
        assertThat(wrong.response().body()).doesNotContain(PASSWORD);
        assertThat(browser.cookies()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "//evil.example", "/profile", "../../evil", "x\r\nLocation: https://evil.example"})
    void afterTheLoginNobodyIsSentElsewhere(String elsewhere) throws Exception {
        Map<String, String> form = Map.of("email", email, "password", PASSWORD, "cli", elsewhere, "next", elsewhere,
                "redirect", elsewhere);
        assertThat(browser.post("/login?next=https://evil.example", form).is(200).path()).isEqualTo("/profile");
        assertThat(browser.post("/logout", form).is(200).path()).isEqualTo("/login");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "https://evil.example", "http://shop.127.0.0.1:PORT", "http://127.0.0.1:PORT.evil.example",
            "http://127.0.0.1", "http://evil.example/127.0.0.1:PORT", "http://127.0.0.1:PORT@evil.example"})
    void formsThatComeFromElsewhereDoNothing(String origin) throws Exception {
        Cli cli = cli();
        logIn(browser, browser.open(cli.page()));
        Browser fresh = Browser.on(port).with("Origin", origin.replace("PORT", Integer.toString(port)));
        browser.with("Origin", origin.replace("PORT", Integer.toString(port)));

        assertThat(fresh.post("/login", Map.of("email", email, "password", PASSWORD)).is(403).text("main"))
                .contains("not sent from a page of this server");
        assertThat(fresh.cookies()).isEmpty();
        for (String form : new String[] {cli.page() + "/approve", cli.page() + "/cancel", "/logout", "/profile/password",
            "/profile/two-factor", "/profile/two-factor/disable", "/profile/sessions/" + UUID.randomUUID() + "/end"}) {
            browser.post(form, Map.of("password", PASSWORD, "newPassword", "stolen horse")).is(403);
        }

        browser.open("/profile").is(200);
        assertThat(browser.open(cli.page()).heading()).isEqualTo("Log in to the Heroku CLI?");
        anonymous.login(email, PASSWORD);
    }

    @Test
    void noPageIsFramedCachedOrRunsScripts() throws Exception {
        Cli cli = cli();
        for (String path : new String[] {"/login", cli.page(), "/auth/browser/nonsense"}) {
            Browser.Page page = browser.open(path);
            assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'").contains("frame-ancestors 'none'")
                    .contains("form-action 'self'").contains("base-uri 'none'").doesNotContain("unsafe").doesNotContain("script-src");
            assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");
            assertThat(page.header("Cache-Control")).isEqualTo("no-store");
            assertThat(page.document().select("script, style, [style], [onclick], [onload]")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/profile", "/profile/two-factor"})
    void pagesOfAnAccountAskForTheLogin(String page) throws Exception {
        assertThat(browser.open(page).is(200).path()).isEqualTo("/login");
        browser.post("/profile/password", Map.of("password", PASSWORD, "newPassword", "another horse")).is(200);
        anonymous.login(email, PASSWORD);
    }

    @Test
    void theCookieIsForThisServerAndNoScript() throws Exception {
        logIn(browser, browser.open("/login"));

        assertThat(browser.cookies()).singleElement().satisfies(cookie -> {
            assertThat(cookie.isHttpOnly()).isTrue();
            assertThat(cookie.getPath()).isEqualTo("/");
            assertThat(cookie.getValue()).hasSize(43);
        });
        anonymous.withToken(browser.cookies().getFirst().getValue()).get("/account").isError(401, "unauthorized");
    }

    @Test
    void overHttpsNoAppCanSetTheCookie() throws Exception {
        Browser.Page login = browser.with("X-Forwarded-Proto", "https").with("Origin", "https://127.0.0.1:" + port).open("/login");

        Browser.Page answer = logIn(browser, login);

        // Plain as this server is, the cookie does not come back: /login led to /profile, and that to /login again.
        assertThat(answer.path()).isEqualTo("/login");
        assertThat(answer.response().previousResponse().flatMap(HttpResponse::previousResponse).orElseThrow()
                .headers().firstValue("Set-Cookie").orElse(""))
                .startsWith("__Host-slipway_session=").contains("Path=/").contains("Secure").contains("HttpOnly")
                .contains("SameSite=Lax").doesNotContain("Domain");
    }

    @Test
    void loggingOutEndsTheSessionAndNotOnlyItsCookie() throws Exception {
        logIn(browser, browser.open("/login"));
        HttpCookie kept = browser.cookies().getFirst();

        assertThat(browser.press(browser.open("/profile"), "Log out").is(200).path()).isEqualTo("/login");

        assertThat(browser.cookies()).isEmpty();
        Browser thief = Browser.on(port).with("Cookie", kept.getName() + "=" + kept.getValue());
        assertThat(thief.open("/profile").path()).isEqualTo("/login");
    }

    @Test
    void aLoginNeverGoesOnWithACookieThatWasThereBefore() throws Exception {
        logIn(browser, browser.open("/login"));
        String planted = browser.cookies().getFirst().getValue();

        browser.post("/login", Map.of("email", email, "password", PASSWORD)).is(200);

        assertThat(browser.cookies()).singleElement().extracting(HttpCookie::getValue).isNotEqualTo(planted);
        assertThat(Browser.on(port).with("Cookie", "slipway_session=" + planted).open("/profile").path()).isEqualTo("/login");
    }

    @Test
    void aSessionEndsAfterThirtyDays() throws Exception {
        logIn(browser, browser.open("/login"));
        clock.advance(Duration.ofDays(29));
        browser.open("/profile").is(200);
        assertThat(browser.open("/login").path()).isEqualTo("/profile");

        clock.advance(Duration.ofDays(2));

        assertThat(browser.open("/profile").path()).isEqualTo("/login");
        assertThat(anonymous.login(email, PASSWORD).get("/oauth/sessions").is(200).body()).isEmpty();
    }
}
