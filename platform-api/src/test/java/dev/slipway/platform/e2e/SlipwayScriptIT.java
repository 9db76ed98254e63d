package dev.slipway.platform.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.TestDatabase;
import dev.slipway.platform.e2e.Commands.Result;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./slipway users} and {@code addons}, typed by a teacher, and what a student's Heroku CLI then says. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class SlipwayScriptIT {

    private static final String PASSWORD = "it's \"quoted\" \\ & $(touch x) ü";

    @TempDir
    static Path home;
    @TempDir
    static Path teacher;
    @TempDir
    static Path student;

    private static Installation slipway;
    private static Commands shell;

    @BeforeAll
    static void install() throws Exception {
        slipway = new Installation(home, "slipway.postgres.shared-memory=256MB", "slipway.postgres.shared-connections=20");
        slipway.start();
        shell = new Commands(teacher, Map.of("SLIPWAY_PLATFORM_PORT", Integer.toString(slipway.platformPort()),
                "SLIPWAY_OPERATOR_TOKEN_FILE", slipway.operatorToken().toString()));
    }

    @AfterAll
    static void remove() {
        slipway.close();
    }

    private static String[] script(String command, String... arguments) {
        return Stream.concat(Stream.of(Path.of("../slipway").toAbsolutePath().toString(), command), Arrays.stream(arguments))
                .toArray(String[]::new);
    }

    private static Result users(String... arguments) {
        return shell.run(script("users", arguments));
    }

    private static Result addons(String... arguments) {
        return shell.run(script("addons", arguments));
    }

    /** With a line on stdin. */
    private static String usersTyping(String line, String... arguments) throws IOException, InterruptedException {
        Process process = shell.start(script("users", arguments));
        try (OutputStream keyboard = process.getOutputStream()) {
            keyboard.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    /** Uses a link as a browser would. */
    private static void choosePassword(String link, String password) throws IOException, InterruptedException {
        URI url = URI.create("http://127.0.0.1:" + slipway.platformPort() + URI.create(link).getPath());
        assertThat(HttpClient.newHttpClient().send(HttpRequest.newBuilder(url)
                .header("Content-Type", "application/x-www-form-urlencoded").header("Origin", "http://" + url.getAuthority())
                .POST(BodyPublishers.ofString("password=" + password)).build(), BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    @Test
    void aTeacherSetsUpAClass() throws Exception {
        assertThat(usersTyping(PASSWORD, "claim", "head@school.example", "--name", "The \"Head\" $(touch x)"))
                .contains("head@school.example administers this Slipway");
        assertThat(users("claim", "other@school.example").fails().output()).contains("no password on stdin");
        assertThat(HerokuCli.of(slipway, teacher).login("head@school.example", PASSWORD)).contains("Logged in as");

        Files.writeString(teacher.resolve("class 7b.csv"), "\uFEFFName;Email\r\nAda;ADA@school.example\r\n;;\r\n\"O'Neil; Žofie\";zofie@school.example\r\n");
        List<String> csv = users("import", "class 7b.csv", "--csv").succeeds().output().lines().toList();
        assertThat(csv).hasSize(3);
        assertThat(csv.get(2)).startsWith("zofie@school.example,O'Neil; Žofie,invited,false,true,http://localhost:" + slipway.routerPort() + "/invitations/");
        assertThat(users("import", "class 7b.csv").succeeds().output()).containsPattern("ada@school.example +invited +http://\\S+/invitations/");
        choosePassword(csv.get(1).split(",")[5], "correct-horse");

        assertThat(users("list").succeeds().output()).containsPattern("ada@school.example +active +false +Ada\n")
                .containsPattern("head@school.example +active +true +The \"Head\" \\$\\(touch x\\) ")
                .containsPattern("zofie@school.example +invited +false +O'Neil; Žofie\n");

        HerokuCli ada = HerokuCli.of(slipway, student);
        assertThat(ada.login("ada@school.example", "correct-horse")).contains("Logged in as");
        ada.run("apps:create", "adas-app").succeeds();
        Repository app = Repository.of(Path.of("src/test/apps/no-web"), student.resolve("app"), ada);
        ada.in(student.resolve("app")).run("git:remote", "-a", "adas-app").succeeds();

        users("suspend", "Ada@School.example").succeeds();
        assertThat(ada.run("apps").fails().output()).contains("The account ada@school.example is suspended");
        assertThat(app.push().fails().output()).contains("remote: The account ada@school.example is suspended.").contains("403");
        assertThat(ada.login("ada@school.example", "correct-horse")).contains("is suspended");
        users("unsuspend", "ada@school.example").succeeds();
        ada.run("apps").succeeds();

        assertThat(users("admin", "head@school.example", "off").fails().output()).contains("is the last administrator");
        users("email", "ada@school.example", "ada.l@school.example").succeeds();
        users("email", "ada.l@school.example", "ada@school.example").succeeds();
        users("admin", "ada@school.example", "on").succeeds();
        users("admin", "ada@school.example", "off").succeeds();

        choosePassword(users("reset", "ada@school.example", "--two-factor").succeeds().output().lines().toList().getLast(), "battery-staple");
        // The CLI would log in again.
        assertThat(ada.run("apps").fails().output()).contains("open up the browser to login");

        assertThat(users("delete", "ada@school.example").fails().output()).contains("has apps: adas-app");
        users("delete", "ada@school.example", "--transfer-to", "zofie@school.example").succeeds();
        assertThat(users("delete", "ada@school.example").fails().output()).contains("There is no such account");
        users("delete", "zofie@school.example", "--apps=destroy").succeeds();
    }

    @Test
    void whatThePlatformForgotIsGivenToAnApp(@TempDir Path eves) throws Exception {
        String nothing = "Every database on the servers is an add-on of an app.\n";
        assertThat(addons("orphans").succeeds().output()).isEqualTo(nothing);
        usersTyping(PASSWORD, "add", "eve@school.example", "--password-stdin");
        HerokuCli eve = HerokuCli.of(slipway, eves);
        eve.login("eve@school.example", PASSWORD);
        eve.run("apps:create", "before").succeeds();
        eve.run("addons:create", "heroku-postgresql:mini", "--name", "notes-db", "-a", "before", "--wait").succeeds();
        String url = eve.run("config:get", "DATABASE_URL", "-a", "before").succeeds().output();
        TestDatabase.execute(url.strip(), "create table notes (text text)", "insert into notes values ('hello')");
        try (Connection platform = slipway.database()) {
            TestDatabase.execute(platform, "delete from addon", "delete from postgres_database", "delete from postgres_server",
                    "delete from backing_service");
        }
        eve.run("apps:create", "after").succeeds();

        assertThat(addons("orphans").succeeds().output()).containsPattern("\nname +app +plan\nnotes-db +before +heroku-postgresql:mini\n");
        assertThat(addons("adopt", "other-db", "after").fails().output()).contains("There is no database of that name");
        assertThat(addons("adopt", "notes-db", "\"$(touch x)").fails().output()).contains("There is no app of that name");
        assertThat(addons("adopt", "notes-db", "after").succeeds().output()).contains("notes-db is back, as an add-on of after");

        assertThat(eve.run("config:get", "DATABASE_URL", "-a", "after").succeeds().output()).isEqualTo(url);
        assertThat(TestDatabase.query(url.strip(), "select text from notes")).isEqualTo("hello");
        assertThat(addons("orphans").succeeds().output()).isEqualTo(nothing);
    }

    @Test
    void whatCannotBeMeantIsSaidAndNothingRuns() throws Exception {
        Map<List<String>, String> mistakes = new HashMap<>();
        mistakes.put(List.of("fly"), "no command 'users fly'");
        mistakes.put(List.of("add"), "Whose?");
        mistakes.put(List.of("add", "nobody"), "Whose?");
        mistakes.put(List.of("add", "$(touch x)@school.example"), "not valid");
        mistakes.put(List.of("add", "a@school.example\";touch x"), "not valid");
        mistakes.put(List.of("add", "a\n@school.example"), "control character");
        mistakes.put(List.of("add", "a@school.example", "--name"), "--name needs a value");
        mistakes.put(List.of("add", "a@school.example", "--fly"), "no option '--fly'");
        mistakes.put(List.of("admin", "a@school.example"), "Say on or off");
        mistakes.put(List.of("reset", "../../x@school.example"), "There is no such account");
        mistakes.put(List.of("delete", "a@school.example", "--apps=burn"), "Say what becomes of the apps");
        mistakes.put(List.of("import", "none.csv"), "There is no file");

        mistakes.forEach((arguments, message) ->
                assertThat(users(arguments.toArray(String[]::new)).fails().output()).as("%s", arguments).contains(message));

        assertThat(addons("adopt", "notes-db").fails().output()).contains("Which one, and for which app?");
        assertThat(addons("adopt", "a\nb", "c").fails().output()).contains("control character");

        Files.writeString(teacher.resolve("bad.csv"), "email\nx\n\"y\"\"\"\n");
        assertThat(users("import", "bad.csv").fails().output()).contains(" !     Nothing was changed, because of 2 lines:\n !     Line 2: ");
        try (Stream<Path> files = Files.list(teacher)) {
            assertThat(files.map(Path::getFileName).map(Path::toString)).doesNotContain("x");
        }
        assertThat(Path.of("../x")).doesNotExist();
    }
}
