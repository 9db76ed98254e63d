package dev.slipway.platform.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.Browser;
import dev.slipway.platform.TestProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Add-ons of other providers: of {@code examples/addon-provider}, and of one that does everything wrong. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PartnerIT {

    private static final Path EXAMPLE = Path.of("../examples/addon-provider").toAbsolutePath().normalize();
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    static Path home;
    @TempDir
    static Path user;
    @TempDir
    static Path catalogue;

    private static MisbehavingProvider broken;
    private static Process example;
    private static int examplePort;
    private static Installation slipway;
    private static HerokuCli heroku;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void install() throws Exception {
        broken = MisbehavingProvider.start();
        broken.writeManifest(catalogue);
        startExample();
        slipway = new Installation(home, "slipway.addons.catalogue=" + catalogue);
        slipway.start();
        heroku = HerokuCli.of(slipway, user);
        heroku.login(slipway.firstLogin().get("email"), slipway.firstLogin().get("password"));
    }

    /** The provider of the examples, on a port of its own and with secrets that Slipway finds in files. */
    private static void startExample() throws IOException {
        examplePort = TestProcess.freePort();
        String manifest = Files.readString(EXAMPLE.resolve("notepad.yml"))
                .replace("notepad.school.example:8000", "localhost:" + examplePort);
        ProcessBuilder builder = new ProcessBuilder("python3", EXAMPLE.resolve("provider.py").toString());
        for (String secret : List.of("password", "sso-salt", "client-secret")) {
            Files.writeString(catalogue.resolve("notepad-" + secret + ".secret"), secret + " of the test\n");
            builder.environment().put("NOTEPAD_" + secret.toUpperCase(Locale.ROOT).replace('-', '_'), secret + " of the test");
        }
        manifest = manifest.replace("/etc/slipway/addons", catalogue.toString());
        Files.writeString(catalogue.resolve("notepad.yml"), manifest);
        builder.environment().putAll(Map.of("PORT", Integer.toString(examplePort), "PUBLIC_URL", "http://localhost:" + examplePort,
                "NOTEPAD_DB", home.resolve("notepad.db").toString(), "NOTEPAD_SECONDS", "1"));
        example = builder.redirectErrorStream(true).redirectOutput(home.resolve("provider.log").toFile()).start();
    }

    @AfterAll
    static void remove() throws Exception {
        example.destroyForcibly().waitFor();
        broken.close();
        slipway.close();
    }

    private static String find(String regex, String text) {
        Matcher matcher = Pattern.compile(regex).matcher(text);
        assertThat(matcher.find()).as(regex + " in " + text).isTrue();
        return matcher.group();
    }

    private HttpResponse<String> send(String method, String url, String authorization, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private String api(String path) {
        return "http://localhost:" + slipway.routerPort() + path;
    }

    private static List<String> exported(String app) {
        return heroku.run("config", "-s", "-a", app).succeeds().output().lines().sorted().toList();
    }

    @Test
    void anAddonOfAnotherProviderIsMadeUsedChangedAndRemoved() throws Exception {
        heroku.run("apps:create", "diary").succeeds();
        assertThat(heroku.run("addons:create", "notepad", "-a", "diary").succeeds().output())
                .contains("Your notepad is ready.", "NOTEPAD_URL");
        String notes = heroku.run("config:get", "NOTEPAD_URL", "-a", "diary").succeeds().output().strip();
        assertThat(send("PUT", notes + "/today", "", "Slept well.").statusCode()).isEqualTo(204);

        assertThat(heroku.run("addons:upgrade", "notepad:big", "-a", "diary").succeeds().output())
                .contains("Your notepad now takes 1000 notes.");
        assertThat(heroku.run("config:get", "NOTEPAD_URL", "-a", "diary").succeeds().output().strip()).isEqualTo(notes);
        assertThat(send("GET", notes + "/today", "", "").body()).contains("Slept well.");

        String name = find("notepad-\\w+-\\d+", heroku.run("addons", "-a", "diary").succeeds().output());
        openTheNotepad(name);

        heroku.run("addons:destroy", name, "-a", "diary", "--confirm", "diary").succeeds();
        assertThat(exported("diary")).isEmpty();
        assertThat(send("GET", notes + "/today", "", "").statusCode()).as("the provider forgot it").isEqualTo(404);
    }

    private void openTheNotepad(String name) throws Exception {
        String address = JSON.readTree(heroku.run("addons", "-a", "diary", "--json").succeeds().output()).get(0).path("web_url")
                .asString();
        Browser browser = new Browser(URI.create("http://localhost:" + slipway.routerPort()));
        assertThat(browser.open(address).path()).isEqualTo("/login");
        browser.press(browser.open("/login"), "Log in", slipway.firstLogin());
        Browser.Page page = browser.open(address).is(200);
        assertThat(page.heading()).isEqualTo("notepad");
        Browser.Page there = browser.press(page, "Open notepad").is(200);
        assertThat(there.text("p")).isEqualTo("Logged in as " + slipway.firstLogin().get("email"));
        assertThat(there.text("li")).contains("today", "Slept well.");
    }

    @Test
    void anAddonThatTakesLongIsFinishedByItsProvider() throws Exception {
        heroku.run("apps:create", "patient").succeeds();
        assertThat(heroku.run("addons:create", "notepad:slow", "-a", "patient", "--wait").succeeds().output())
                .contains("Your notepad is being bound", "NOTEPAD_URL");
        assertThat(exported("patient")).singleElement().asString().startsWith("NOTEPAD_URL=");
    }

    @Test
    void whatAProviderDoesWrongIsSaidAndNothingIsLeft() throws Exception {
        heroku.run("apps:create", "unlucky").succeeds();
        Map<String, String> said = new ConcurrentHashMap<>();
        List<String> plans = List.of("garbage", "silent", "error", "foreign", "endless", "refused", "never");
        List<Thread> users = plans.stream().map(plan -> Thread.ofVirtual().start(() -> said.put(plan,
                        oneLine(heroku.run("addons:create", "broken:" + plan, "-a", "unlucky").output())))).toList();
        for (Thread one : users) {
            one.join();
        }

        assertThat(said.get("garbage")).contains("The provider of broken gave an answer that is not the JSON");
        assertThat(said.get("error")).contains("The provider of broken answered with an error (500).");
        assertThat(said.get("foreign")).contains("set a config var that its manifest does not list: DATABASE_URL.");
        assertThat(said.get("endless")).contains("The provider of broken gave an answer that");
        assertThat(said.get("refused")).contains("Only one notepad for each school.");
        assertThat(said.get("never")).contains("Soon.", "is being created in the background");
        // Slipway waits longer for the provider than for its answer to the user, but not by much.
        assertThat(said.get("silent")).containsAnyOf("is being created in the background",
                "The provider of broken did not answer within 25 seconds.");
        assertThat(said.values()).noneMatch(text -> text.contains("Exception") || text.contains("Error ID: internal"));
        makeOld("broken:never");
        slipway.await("those that never come to be given up", () -> heroku.run("addons", "-a", "unlucky").succeeds().output()
                .contains("No add-ons for app unlucky"));
        slipway.await("the provider to hear of it", () -> broken.left(plans).isEmpty());
        assertThat(exported("unlucky")).isEmpty();
        heroku.run("apps:destroy", "unlucky", "--confirm", "unlucky").succeeds();
    }

    /** The CLI breaks lines where it likes. */
    private static String oneLine(String output) {
        return output.replaceAll("[\\s›]+", " ");
    }

    private static void makeOld(String plan) throws SQLException {
        try (Connection database = slipway.database(); PreparedStatement change = database.prepareStatement(
                "update addon set created_at = created_at - interval '1 day' where plan = ?")) {
            change.setString(1, plan);
            assertThat(change.executeUpdate()).isEqualTo(1);
        }
    }

    @Test
    void aProvidersTokenOpensItsOwnAddonAndNothingElse() throws Exception {
        heroku.run("apps:create", "tokens").succeeds();
        heroku.run("addons:create", "broken:patient", "-a", "tokens").succeeds();
        JsonNode order = JSON.readTree(broken.order("patient"));
        String addon = order.path("callback_url").asString();
        String code = order.path("oauth_grant").path("code").asString();
        heroku.run("addons:create", "notepad", "-a", "tokens").succeeds();
        String another = find("notepad-\\w+-\\d+", heroku.run("addons", "-a", "tokens").succeeds().output());

        assertThat(exchange("grant_type=authorization_code&client_secret=wrong&code=" + code).path("error").asString())
                .isEqualTo("invalid_grant");
        JsonNode tokens = exchange("grant_type=authorization_code&client_secret=secret&code=" + code);
        String token = "Bearer " + tokens.path("access_token").asString();
        assertThat(exchange("grant_type=authorization_code&client_secret=secret&code=" + code).path("error").asString())
                .as("the code was used").isEqualTo("invalid_grant");

        assertThat(send("GET", addon, token, "").body()).contains("\"name\":\"broken-", "\"state\":\"provisioning\"");
        for (String closed : List.of("/account", "/apps", "/apps/tokens", "/apps/tokens/config-vars", "/addons")) {
            assertThat(send("GET", api(closed), token, "").statusCode()).as(closed).isEqualTo(401);
        }
        assertThat(send("GET", api("/addons/" + another), token, "").statusCode()).isEqualTo(404);
        assertThat(send("GET", addon + "/addon-attachments", token, "").statusCode()).isEqualTo(404);

        assertThat(configure(addon, token, "PATH", "/evil").statusCode()).isEqualTo(422);
        assertThat(configure(addon, token, "BROKEN_URL", "http://one").statusCode()).isEqualTo(200);
        assertThat(heroku.run("config:get", "BROKEN_URL", "-a", "tokens").output()).doesNotContain("http");
        assertThat(send("POST", addon + "/actions/provision", token, "").body()).contains("\"state\":\"provisioned\"");
        assertThat(heroku.run("config:get", "BROKEN_URL", "-a", "tokens").output().strip()).isEqualTo("http://one");
        assertThat(send("POST", addon + "/actions/deprovision", token, "").statusCode()).as("it is in use").isEqualTo(422);

        JsonNode later = exchange("grant_type=refresh_token&client_secret=secret&refresh_token="
                + tokens.path("refresh_token").asString());
        assertThat(configure(addon, token, "BROKEN_URL", "http://two").statusCode()).as("the old token").isEqualTo(401);
        configure(addon, "Bearer " + later.path("access_token").asString(), "BROKEN_URL", "http://two");
        assertThat(heroku.run("config:get", "BROKEN_URL", "-a", "tokens").output().strip()).isEqualTo("http://two");
        assertThat(heroku.run("releases", "-a", "tokens").succeeds().output()).contains("Update BROKEN by broken");
        heroku.run("apps:destroy", "tokens", "--confirm", "tokens").succeeds();
    }

    private JsonNode exchange(String form) throws Exception {
        return JSON.readTree(http.send(HttpRequest.newBuilder(URI.create(api("/oauth/token")))
                .header("Content-Type", "application/x-www-form-urlencoded").POST(BodyPublishers.ofString(form)).build(),
                BodyHandlers.ofString()).body());
    }

    private HttpResponse<String> configure(String addon, String token, String name, String value) throws Exception {
        return send("PATCH", addon + "/config", token, "{\"config\":[{\"name\":\"" + name + "\",\"value\":\"" + value + "\"}]}");
    }
}
