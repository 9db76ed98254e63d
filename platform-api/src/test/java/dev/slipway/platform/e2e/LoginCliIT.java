package dev.slipway.platform.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.ApiClient;
import dev.slipway.platform.Authenticator;
import dev.slipway.platform.Browser;
import dev.slipway.platform.PlatformTest;
import dev.slipway.platform.account.Accounts;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Logging in and out, tokens, clients and sessions, typed by a user who has a browser and a phone. */
@PlatformTest
class LoginCliIT {

    private static final String PASSWORD = "correct horse";

    @LocalServerPort
    private int port;
    @Autowired
    private Accounts accounts;
    @TempDir
    Path home;

    private String email;
    private Browser browser;

    @BeforeEach
    void aUser() {
        email = accounts.create("cli-" + UUID.randomUUID() + "@example.org", PASSWORD, false).email();
        browser = new Browser(URI.create("http://localhost:" + port));
    }

    private HerokuCli loggedOut() throws Exception {
        return HerokuCli.onApi(port, "", home);
    }

    private HerokuCli loggedIn() throws Exception {
        return withToken(ApiClient.token(port, email, PASSWORD));
    }

    private HerokuCli withToken(String token) throws Exception {
        return HerokuCli.onApi(port, token, home);
    }

    /** Types {@code heroku login} and opens the page that it shows. */
    private Browser.Page open(Terminal terminal) throws Exception {
        terminal.readUntil("Press any key");
        terminal.type(" ");
        return browser.open(first("http://localhost:\\d+/auth/browser/[\\w-]{43}", terminal.readUntil("Waiting for login"))).is(200);
    }

    @Test
    void theBrowserLogsTheCliIn() throws Exception {
        HerokuCli heroku = loggedOut();
        try (Terminal terminal = heroku.terminal("login --browser true")) {
            Browser.Page login = open(terminal);
            assertThat(login.text(".notice")).contains("Heroku CLI login from ");
            Browser.Page question = browser.press(login, "Log in", Map.of("email", email, "password", PASSWORD));
            assertThat(browser.press(question, "Log in").heading()).isEqualTo("Logged in");
            assertThat(terminal.end().succeeds().output()).contains("Logged in as " + email);
        }

        assertThat(heroku.run("whoami").succeeds().output()).contains(email);
        String shown = heroku.run("auth:token").succeeds().output();
        assertThat(shown).contains("token will expire");
        String token = token(shown);
        Path netrc = home.resolve(".netrc");
        assertThat(Files.readString(netrc)).contains("machine localhost:" + port, "login " + email, "password HRKU-");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(netrc))).isEqualTo("rw-------");
        assertThat(heroku.run("auth:2fa").succeeds().output()).contains("Two-factor authentication is not enabled");
        String session = heroku.run("sessions", "--json").succeeds().output();
        assertThat(session).contains("Firefox at 127.0.0.1");
        heroku.run("sessions:destroy", id(session)).succeeds();
        assertThat(browser.open("/profile").path()).isEqualTo("/login");
        assertThat(heroku.run("sessions").succeeds().output()).contains("No OAuth sessions.");

        assertThat(heroku.run("logout").succeeds().output()).contains("Logging out... done");
        assertThat(heroku.run("whoami").fails().output()).contains("not logged in");
        assertThat(Files.readString(netrc)).doesNotContain("HRKU-");
        assertThat(withToken(token).run("whoami").fails().output()).contains("Invalid credentials");
    }

    @Test
    void theBrowserSendsTheCliAway() throws Exception {
        try (Terminal terminal = loggedOut().terminal("login --browser true")) {
            browser.press(open(terminal), "Not you? Cancel this login").is(200);
            assertThat(terminal.end().fails().output()).contains("The login was cancelled in the browser.");
        }
        assertThat(loggedOut().run("whoami").fails().output()).contains("not logged in");
    }

    @Test
    void aSecondFactorIsAskedForAtTheTerminal() throws Exception {
        Authenticator phone = phone();
        HerokuCli heroku = loggedOut();

        assertThat(login(heroku, "000000x").fails().output()).contains("two-factor code is wrong");
        assertThat(login(heroku, phone.codeIn(Duration.ofSeconds(30))).succeeds().output()).contains("Logged in as " + email);

        assertThat(heroku.run("auth:2fa").succeeds().output()).contains("Two-factor authentication is enabled");
    }

    /** A phone whose code of now is used up. */
    private Authenticator phone() throws Exception {
        browser.press(browser.open("/login"), "Log in", Map.of("email", email, "password", PASSWORD));
        Browser.Page setup = browser.press(browser.open("/profile/two-factor"), "Set it up", Map.of("password", PASSWORD));
        Authenticator phone = new Authenticator(setup.text("main code"), Clock.systemUTC());
        browser.press(setup, "Enable", Map.of("code", phone.code())).is(200);
        return phone;
    }

    private Commands.Result login(HerokuCli heroku, String code) throws Exception {
        try (Terminal terminal = heroku.terminal("login -i")) {
            terminal.readUntil("Email");
            terminal.type(email);
            terminal.readUntil("Password");
            terminal.type(PASSWORD);
            terminal.readUntil("Two-factor code");
            terminal.type(code);
            return terminal.end();
        }
    }

    @Test
    void aTokenFromItsCreationToItsEnd() throws Exception {
        HerokuCli heroku = loggedIn();

        String created = heroku.run("authorizations:create", "-d", "For Anvil", "-s", "read,identity", "-e", "7200").succeeds().output();
        assertThat(created).contains("For Anvil").contains("read").containsPattern("HRKU-[\\w-]{43}");
        HerokuCli reader = withToken(token(created));
        assertThat(reader.run("whoami").succeeds().output()).contains(email);
        assertThat(reader.run("apps:create").fails().output()).contains("does not allow this: its scope is");
        assertThat(heroku.run("authorizations").succeeds().output()).contains("For Anvil").contains("global");
        String id = id(created);
        assertThat(heroku.run("authorizations:info", id).succeeds().output()).contains("For Anvil").contains("**********");
        assertThat(heroku.run("authorizations:update", id, "-d", "For the CI").succeeds().output()).contains("For the CI");

        String rotated = heroku.run("authorizations:rotate", id).succeeds().output();
        assertThat(withToken(token(rotated)).run("whoami").succeeds().output()).contains(email);
        assertThat(reader.run("whoami").fails().output()).contains("Invalid credentials");

        assertThat(heroku.run("authorizations:revoke", id).succeeds().output()).contains("done, revoked authorization from For the CI");
        assertThat(withToken(token(rotated)).run("whoami").fails().output()).contains("Invalid credentials");
        assertThat(heroku.run("authorizations:info", id).fails().output()).contains("Couldn't find that authorization.");
    }

    @Test
    void aClientFromItsCreationToItsEnd() throws Exception {
        HerokuCli heroku = loggedIn();
        assertThat(heroku.run("clients").succeeds().output()).contains("No OAuth clients.");

        String created = heroku.run("clients:create", "Amazing", "https://amazing.example.org/callback").succeeds().output();
        String id = id(created);
        assertThat(created).contains("HEROKU_OAUTH_ID=" + id).containsPattern("HEROKU_OAUTH_SECRET=[\\w-]{43}");
        assertThat(heroku.run("clients").succeeds().output()).contains("Amazing").contains(id);
        assertThat(heroku.run("clients:update", id, "-n", "More amazing").succeeds().output()).contains("done");
        assertThat(heroku.run("clients:info", id).succeeds().output()).contains("More amazing")
                .contains("https://amazing.example.org/callback");
        String secret = first("(?<=HEROKU_OAUTH_SECRET=)[\\w-]{43}", heroku.run("clients:rotate", id, "-s").succeeds().output());
        assertThat(created).doesNotContain(secret);

        String authorization = id(heroku.run("authorizations:create", "-d", "Amazing's").succeeds().output());
        assertThat(heroku.run("authorizations:update", authorization, "--client-id", id, "--client-secret", secret)
                .succeeds().output()).contains("More amazing");
        assertThat(heroku.run("authorizations:update", authorization, "--client-id", id, "--client-secret", "wrong").fails().output())
                .contains("no OAuth client with this id and secret");

        heroku.run("clients:destroy", id).succeeds();
        assertThat(heroku.run("clients").succeeds().output()).contains("No OAuth clients.");
        assertThat(heroku.run("authorizations").succeeds().output()).doesNotContain("Amazing's");
    }

    private static String token(String output) {
        return first("HRKU-[\\w-]{43}", output);
    }

    private static String id(String output) {
        return first("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", output);
    }

    private static String first(String pattern, String output) {
        Matcher matcher = Pattern.compile(pattern).matcher(output);
        assertThat(matcher.find()).as("%s in %s", pattern, output).isTrue();
        return matcher.group();
    }
}
