package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.account.Accounts;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Guessing passwords, changing one's own, and what the profile page shows and ends. */
@LoginTest
class PasswordsIT {

    private static final String PASSWORD = "correct horse";
    private static final int FREE_TRIES = 20;

    @LocalServerPort
    private int port;
    @Autowired
    private Accounts accounts;
    @Autowired
    private TestClock clock;

    private String email;
    private ApiClient anonymous;

    @BeforeEach
    void anAccount() {
        email = newAccount();
        anonymous = ApiClient.anonymous(port);
    }

    private String newAccount() {
        return accounts.create("password-" + UUID.randomUUID() + "@example.org", PASSWORD, false).email();
    }

    private Browser browser() {
        return Browser.on(port);
    }

    private Browser.Page logIn(Browser browser, String password) throws Exception {
        return browser.press(browser.open("/login"), "Log in", Map.of("email", email, "password", password));
    }

    private Browser loggedIn() throws Exception {
        Browser browser = browser();
        assertThat(logIn(browser, PASSWORD).is(200).path()).isEqualTo("/profile");
        return browser;
    }

    private void guess() throws Exception {
        Browser guesser = browser();
        for (int i = 0; i < FREE_TRIES; i++) {
            logIn(guesser, "wrong " + i).is(422);
        }
    }

    @Test
    void afterTwentyWrongPasswordsEvenTheRightOneHasToWait() throws Exception {
        guess();

        Browser.Page refused = logIn(browser(), PASSWORD).is(429);
        assertThat(refused.text("main")).contains("too many wrong passwords");
        assertThat(Long.parseLong(refused.header("Retry-After"))).isBetween(1L, Duration.ofMinutes(5).toSeconds() + 1);
        anonymous.withPassword(email.toUpperCase(), PASSWORD).post("/oauth/authorizations", "{}").isError(429, "rate_limit");

        clock.advance(Duration.ofMinutes(5).plusSeconds(1));
        assertThat(logIn(browser(), PASSWORD).path()).isEqualTo("/profile");
    }

    @Test
    void whoGuessesLocksNobodyElseOut() throws Exception {
        guess();

        assertThat(logIn(browser().with("X-Forwarded-For", "198.51.100.7"), PASSWORD).path())
                .as("the owner, from another address").isEqualTo("/profile");
        logIn(browser().with("X-Forwarded-For", "198.51.100.7, 127.0.0.1"), PASSWORD).is(429);
        email = newAccount();
        assertThat(logIn(browser(), PASSWORD).path()).as("another account, from the same address").isEqualTo("/profile");
    }

    @Test
    void whoHasAnIpv6NetworkHasOneAddressForGuessing() throws Exception {
        for (int i = 0; i < FREE_TRIES; i++) {
            logIn(browser().with("X-Forwarded-For", "2001:db8:1:2::" + i), "wrong " + i).is(422);
        }

        logIn(browser().with("X-Forwarded-For", "2001:db8:1:2:3::4"), PASSWORD).is(429);
        assertThat(logIn(browser().with("X-Forwarded-For", "2001:db8:1:3::1"), PASSWORD).path()).isEqualTo("/profile");
    }

    @Test
    void whatCannotBeAPasswordIsNoTry() throws Exception {
        for (int i = 0; i < FREE_TRIES + 1; i++) {
            logIn(browser(), "x".repeat(257)).is(422);
        }

        assertThat(logIn(browser(), PASSWORD).path()).isEqualTo("/profile");
    }

    @Test
    void theRightPasswordForgivesTheWrongOnesBefore() throws Exception {
        Browser browser = browser();
        for (int i = 0; i < FREE_TRIES + 5; i++) {
            logIn(browser, i % 7 == 6 ? PASSWORD : "wrong").response();
            browser.post("/logout", Map.of());
        }

        assertThat(logIn(browser, PASSWORD).path()).isEqualTo("/profile");
    }

    @Test
    void guessingAtTheChangeOfAPasswordIsCountedToo() throws Exception {
        Browser thief = loggedIn();
        for (int i = 0; i < FREE_TRIES; i++) {
            thief.post("/profile/password", Map.of("password", "wrong", "newPassword", "another horse")).is(422);
        }

        thief.post("/profile/password", Map.of("password", PASSWORD, "newPassword", "another horse")).is(429);
        loggedIn();
    }

    @Test
    void aNewPasswordLogsAllOtherBrowsersOutAndKeepsTokens() throws Exception {
        Browser here = loggedIn();
        Browser there = loggedIn();
        ApiClient token = anonymous.login(email, PASSWORD);

        Browser.Page changed = here.press(here.open("/profile"), "Change password",
                Map.of("password", PASSWORD, "newPassword", "battery staple")).is(200);

        assertThat(changed.path()).isEqualTo("/profile");
        here.open("/profile").is(200);
        assertThat(here.open("/profile").path()).isEqualTo("/profile");
        assertThat(there.open("/profile").path()).isEqualTo("/login");
        token.get("/account").is(200);
        logIn(browser(), PASSWORD).is(422);
        assertThat(logIn(browser(), "battery staple").path()).isEqualTo("/profile");
    }

    @Test
    void aPasswordThatIsTooShortChangesNothing() throws Exception {
        Browser browser = loggedIn();

        Browser.Page refused = browser.press(browser.open("/profile"), "Change password",
                Map.of("password", PASSWORD, "newPassword", "short")).is(422);

        assertThat(refused.heading()).isEqualTo("Profile");
        assertThat(refused.text("[role=alert]")).contains("8 to 256 characters");
        loggedIn();
    }

    @Test
    void theProfileShowsTokensAndRevokesThem() throws Exception {
        ApiClient token = anonymous.login(email, PASSWORD);
        token.post("/oauth/authorizations", "{\"description\":\"<i>ours</i>\",\"scope\":[\"read\"]}").is(201);
        ApiClient mine = anonymous.login(email, PASSWORD);
        Browser browser = loggedIn();

        Browser.Page profile = browser.open("/profile");
        assertThat(profile.text("main")).contains(email).contains("<i>ours</i>").contains("**********");
        Browser.Page revoked = browser.press(profile, "Revoke <i>ours</i>").is(200);

        assertThat(revoked.path()).isEqualTo("/profile");
        assertThat(revoked.text("main")).doesNotContain("ours");
        token.get("/account").is(200);
        mine.get("/account").is(200);
    }

    @Test
    void theProfileLogsOtherBrowsersOut() throws Exception {
        Browser phone = browser().with("User-Agent", "Mozilla/5.0 AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0")
                .with("X-Forwarded-For", "198.51.100.7");
        logIn(phone, PASSWORD);
        Browser here = loggedIn();

        assertThat(here.open("/profile").text("main")).contains("Firefox at 127.0.0.1 (this one)").contains("Edge at 198.51.100.7");
        here.press(here.open("/profile"), "Log out Edge at 198.51.100.7").is(200);

        assertThat(phone.open("/profile").path()).isEqualTo("/login");
        assertThat(here.open("/profile").path()).isEqualTo("/profile");
    }

    @Test
    void sessionsAreListedAndEndedByTheApi() throws Exception {
        Browser browser = loggedIn();
        ApiClient user = anonymous.login(email, PASSWORD);
        var session = user.get("/oauth/sessions").is(200).body().get(0);
        assertThat(session.path("description").asString()).isEqualTo("Firefox at 127.0.0.1");
        assertThat(session.path("expires_in").asLong()).isPositive();

        assertThat(user.delete("/oauth/sessions/" + session.path("id").asString()).is(200).text("description"))
                .isEqualTo("Firefox at 127.0.0.1");

        assertThat(browser.open("/profile").path()).isEqualTo("/login");
        assertThat(user.get("/oauth/sessions").is(200).body()).isEmpty();
    }

    @Test
    void whatIsSomebodyElsesDoesNotExist() throws Exception {
        Browser victim = loggedIn();
        ApiClient theirs = anonymous.login(email, PASSWORD);
        String session = theirs.get("/oauth/sessions").body().get(0).path("id").asString();
        String token = theirs.get("/oauth/authorizations").body().get(0).path("id").asString();
        email = newAccount();
        Browser stranger = loggedIn();
        ApiClient strangersToken = anonymous.login(email, PASSWORD);

        stranger.post("/profile/sessions/" + session + "/end", Map.of()).is(404);
        stranger.post("/profile/authorizations/" + token + "/revoke", Map.of()).is(404);
        stranger.post("/profile/sessions/nonsense/end", Map.of()).is(400);
        strangersToken.delete("/oauth/sessions/" + session).isError(404, "not_found");

        assertThat(victim.open("/profile").path()).isEqualTo("/profile");
        theirs.get("/account").is(200);
    }
}
