package dev.slipway.platform.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the README promises, typed by a user: {@code git push}, and the app is live. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class GitPushIT {

    private static final Path EXAMPLES = Path.of("../examples");
    private static final Path APPS = Path.of("src/test/apps");

    @TempDir
    static Path home;
    @TempDir
    static Path user;

    private static Installation slipway;
    private static HerokuCli heroku;

    @TempDir
    Path folder;

    @BeforeAll
    static void install() throws Exception {
        slipway = new Installation(home, "slipway.runtime.boot-timeout=25s", "slipway.runtime.stop-grace=5s");
        slipway.start();
        heroku = HerokuCli.of(slipway, user);
        String screen = heroku.login(slipway.firstLogin().get("email"), slipway.firstLogin().get("password"));
        assertThat(screen).contains("Logged in as").contains("admin@example.com");
    }

    @AfterAll
    static void remove() throws Exception {
        slipway.close();
    }

    @Test
    void aTutorialFromItsFirstLineToItsLast() throws Exception {
        assertThat(heroku.run("apps:create", "hello").succeeds().output())
                .contains("Creating hello... done")
                .contains("http://hello.localhost:" + slipway.routerPort() + "/ | https://localhost:"
                        + slipway.routerPort() + "/hello.git");
        assertThat(slipway.visit("hello", "/").body()).contains("Welcome to your new app");

        Repository app = Repository.of(EXAMPLES.resolve("flask"), folder, heroku);
        HerokuCli here = heroku.in(folder);
        assertThat(here.run("git:remote", "-a", "hello").succeeds().output()).contains("set git remote heroku to https://");

        assertThat(app.push().succeeds().output())
                .contains("remote: -----> Python app detected")
                .contains("remote: -----> Installing requirements with pip")
                .contains("remote:        Procfile declares types -> web")
                .contains("remote: -----> Launching...")
                .contains("remote:        Released v3")
                .contains("http://hello.localhost:" + slipway.routerPort() + "/ deployed to Slipway")
                .contains("main -> main");
        assertThat(slipway.visit("hello", "/").body()).contains("Hello from Slipway!");
        assertThat(app.remoteMain()).isEqualTo(app.head());

        assertThat(here.run("ps").succeeds().output()).contains("=== web (Basic): gunicorn").contains("web.1: up");
        assertThat(here.run("config:set", "GREETING=Hei").succeeds().output())
                .contains("Setting GREETING and restarting hello... done, v4").contains("GREETING: Hei");
        slipway.await("the new greeting", () -> slipway.visit("hello", "/").body().contains("Hei"));
        assertThat(here.run("config").succeeds().output()).contains("=== hello Config Vars").contains("GREETING: Hei");
        assertThat(here.run("releases").succeeds().output())
                .contains("Current: v4").contains("Set GREETING config vars").contains("Deploy " + app.head().substring(0, 8));

        assertThat(here.run("logs", "-n", "1500").succeeds().output())
                .contains("heroku[web.1]: Starting process with command `gunicorn")
                .contains("heroku[web.1]: State changed from starting to up")
                .contains("app[web.1]: ").contains("Listening at")
                .contains("app[api]: Release v3 created by user admin@example.com")
                .containsPattern("heroku\\[router]: at=info method=GET path=\"/\" host=hello.localhost.*status=200");

        // Whether there is a browser is this machine's affair; where it would go is ours.
        assertThat(here.run("open").output()).contains("http://hello.localhost:" + slipway.routerPort() + "/");

        assertThat(here.run("ps:scale", "web=2").succeeds().output()).contains("done, now running web at 2:Basic");
        slipway.await("web.2", () -> here.run("ps").output().contains("web.2: up"));

        assertThat(here.run("rollback", "v3").succeeds().output()).contains("Rolling back hello to v3... done, v5");
        slipway.await("the old greeting", () -> slipway.visit("hello", "/").body().contains("Hello from Slipway!"));

        here.run("apps:destroy", "hello", "--confirm", "hello").succeeds();
        assertThat(slipway.visit("hello", "/").statusCode()).isEqualTo(404);
        slipway.await("the dynos to go", () -> slipway.dynoContainers().stream().noneMatch(name -> name.contains("hello")));
    }

    @Test
    void visitorsNoticeNothingOfASecondPush() throws Exception {
        Repository app = deployed("steady", EXAMPLES.resolve("flask"));
        try (Visitors visitors = Visitors.of(slipway, "steady")) {
            app.write("templates/index.html", "second edition");
            app.commit("second");
            assertThat(app.push().succeeds().output())
                    .contains("No change in requirements detected, installing from cache").contains("Released v4");
            assertThat(slipway.visit("steady", "/").body()).isEqualTo("second edition");
            heroku.in(folder).run("config:set", "A=b").succeeds();
            slipway.await("the old dynos to be drained and stopped",
                    () -> heroku.in(folder).run("releases").output().contains("Current: v5")
                            && slipway.dynoContainers().stream().filter(name -> name.contains("-steady-")).count() == 1);

            assertThat(visitors.failures()).isEmpty();
            assertThat(visitors.answers()).isGreaterThan(20);
        }
    }

    @Test
    void visitorsNoticeNothingWhenThePlatformIsKilled() throws Exception {
        deployed("sturdy", EXAMPLES.resolve("flask"));
        try (Visitors visitors = Visitors.of(slipway, "sturdy")) {
            List<String> before = slipway.dynoContainers();
            slipway.killPlatform();
            int answersAtDeath = visitors.answers();
            slipway.await("more answers", () -> visitors.answers() > answersAtDeath + 50);
            slipway.startPlatform();
            int answersAtReturn = visitors.answers();
            slipway.await("more answers", () -> visitors.answers() > answersAtReturn + 50);

            assertThat(visitors.failures()).isEmpty();
            assertThat(slipway.dynoContainers()).containsExactlyInAnyOrderElementsOf(before);
        }
        assertThat(heroku.in(folder).run("ps").succeeds().output()).contains("web.1: up");
    }

    @Test
    void aPlatformKilledInTheMiddleOfAPushLeavesNothingStuck() throws Exception {
        heroku.run("apps:create", "stuck").succeeds();
        Repository slow = Repository.of(APPS.resolve("slow-build"), folder, heroku);
        heroku.in(folder).run("git:remote", "-a", "stuck").succeeds();
        CompletableFuture<Void> building = new CompletableFuture<>();
        CompletableFuture<Commands.Result> push = CompletableFuture.supplyAsync(() -> slow.shell().run(output -> {
            if (output.contains("Installing requirements")) {
                building.complete(null);
            }
        }, "git", "push", "heroku", "main"));
        building.get(2, TimeUnit.MINUTES);

        slipway.killPlatform();
        push.get(2, TimeUnit.MINUTES).fails();
        slipway.startPlatform();

        assertThat(slow.remoteMain()).isEmpty();
        slow.write("requirements.txt", "");
        Files.delete(folder.resolve("setup.py"));
        slow.write("Procfile", "web: python -m http.server $PORT");
        slow.commit("quick now");
        assertThat(slow.push().succeeds().output()).contains("Released v3");
        assertThat(slipway.visit("stuck", "/").statusCode()).isEqualTo(200);
    }

    @Test
    void aSpringBootAppNeedsNoProcfile() throws Exception {
        heroku.run("apps:create", "spring-tutorial").succeeds();
        Repository app = Repository.of(EXAMPLES.resolve("spring-boot"), folder, heroku);
        heroku.in(folder).run("git:remote", "-a", "spring-tutorial").succeeds();
        heroku.in(folder).run("config:set", "GREETING=Moikka").succeeds();

        assertThat(app.push().succeeds().output()).contains("-----> Java app detected").contains("Released v4");
        assertThat(slipway.visit("spring-tutorial", "/").body()).contains("Moikka");
    }

    @Test
    void aFailedBuildLeavesTheLiveReleaseAlone() throws Exception {
        Repository app = deployed("careful", EXAMPLES.resolve("flask"));
        String live = app.head();
        app.append("requirements.txt", "pkg-resources=0.0.0\n");
        app.commit("broken");

        assertThat(app.push().fails().output())
                .contains("Invalid requirement: 'pkg-resources=0.0.0'")
                .contains("! [remote rejected] main -> main (pre-receive hook declined)");
        assertThat(app.remoteMain()).isEqualTo(live);
        assertThat(slipway.visit("careful", "/").body()).contains("Hello from Slipway!");
        assertThat(heroku.in(folder).run("releases").succeeds().output()).contains("Current: v3");
    }

    @Test
    void aReleaseThatDoesNotBootIsReportedAndTheOldOneGoesOn() throws Exception {
        Repository app = deployed("cautious", EXAMPLES.resolve("flask"));
        String live = app.head();

        app.write("Procfile", "web: python -c 'raise SystemExit(\"the database is missing\")'");
        app.commit("crashes");
        assertThat(app.push().fails().output()).contains("crashed on boot with exit status 1")
                .contains("the database is missing").contains("[remote rejected] main -> main");

        Files.copy(APPS.resolve("listens-on-loopback/app.py"), folder.resolve("loopback.py"));
        app.write("Procfile", "web: python loopback.py");
        app.commit("listens on loopback");
        assertThat(app.push().fails().output()).contains("Error R10 (Boot timeout)").contains("127.0.0.1:5000");

        assertThat(app.remoteMain()).isEqualTo(live);
        assertThat(slipway.visit("cautious", "/").body()).contains("Hello from Slipway!");
        String releases = heroku.in(folder).run("releases").succeeds().output();
        assertThat(releases).contains("Current: v3").contains("v4").contains("v5").contains("release command failed");
        slipway.await("nothing left of the failed dynos",
                () -> slipway.dynoContainers().stream().filter(name -> name.contains("-cautious-")).count() == 1);
    }

    @Test
    void anAppWithoutWebDeploysAndSaysH14() throws Exception {
        Repository app = deployed("quiet", APPS.resolve("no-web"));

        HttpResponse<String> page = slipway.visit("quiet", "/");
        assertThat(page.statusCode()).isEqualTo(503);
        assertThat(page.body()).contains("H14");
        HerokuCli here = heroku.in(app.folder());
        here.run("ps:scale", "worker=1").succeeds();
        slipway.await("the worker", () -> here.run("logs", "--ps", "worker").output().contains("app[worker.1]: working"));
    }

    @Test
    void aTreeInNoLanguageIsRejectedInHerokusWords() throws IOException {
        heroku.run("apps:create", "wordless").succeeds();
        Repository app = Repository.of(APPS.resolve("no-language"), folder, heroku);
        heroku.in(folder).run("git:remote", "-a", "wordless").succeeds();

        assertThat(app.push().fails().output()).contains("No default language could be detected for this app.")
                .contains("[remote rejected] main -> main (pre-receive hook declined)");
    }

    @Test
    void onlyMainAndMasterDeploy() throws Exception {
        Repository app = deployed("branchy", APPS.resolve("no-web"));

        assertThat(app.shell().run("git", "push", "heroku", "main:feature").succeeds().output())
                .contains("git push heroku feature:main").doesNotContain("Released");
        assertThat(app.shell().run("git", "ls-remote", "heroku", "refs/heads/feature").output()).contains(app.head());
    }

    @Test
    void strangersAndTyposGetNoFurther() throws Exception {
        Repository app = Repository.of(APPS.resolve("no-web"), folder, heroku);
        String server = "localhost:" + slipway.routerPort();

        assertThat(app.shell().run("git", "-c", "credential.helper=", "push", "https://x:wrong@" + server + "/nobody.git", "main")
                .fails().output()).contains("Authentication failed");
        assertThat(app.shell().run("git", "push", "https://" + server + "/no-such-app.git", "main").fails().output())
                .contains("No such app as no-such-app").contains("not found");
    }

    @Test
    void takenAndMalformedNamesAreRefused() {
        heroku.run("apps:create", "taken").succeeds();

        assertThat(heroku.run("apps:create", "taken").fails().output()).contains("Name taken is already taken");
        assertThat(heroku.run("apps:create", "Not_Valid").fails().output()).contains("Name must start with a letter");
    }

    /** Creates an app, pushes {@code source} to it and expects v3 to be live. */
    private Repository deployed(String name, Path source) throws IOException {
        heroku.run("apps:create", name).succeeds();
        Repository app = Repository.of(source, folder, heroku);
        heroku.in(folder).run("git:remote", "-a", name).succeeds();
        assertThat(app.push().succeeds().output()).contains("Released v3");
        return app;
    }
}
