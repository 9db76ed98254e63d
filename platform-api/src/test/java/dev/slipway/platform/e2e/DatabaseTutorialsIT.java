package dev.slipway.platform.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The steps with a database that tutorials show, from the first add-on to an app that uses it. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class DatabaseTutorialsIT {

    @TempDir
    static Path home;
    @TempDir
    static Path user;

    private static Installation slipway;
    private static HerokuCli heroku;

    @BeforeAll
    static void aStudentIsLoggedIn() throws Exception {
        slipway = new Installation(home, "slipway.runtime.stop-grace=3s");
        slipway.start();
        heroku = HerokuCli.of(slipway, user);
        heroku.login(slipway.firstLogin().get("email"), slipway.firstLogin().get("password"));
    }

    @AfterAll
    static void remove() throws Exception {
        slipway.close();
    }

    private static HerokuCli push(String app, Path folder) throws IOException {
        Repository repository = Repository.of(Path.of("src/test/apps").resolve(app), folder, heroku);
        HerokuCli here = heroku.in(folder);
        here.run("git:remote", "-a", app).succeeds();
        assertThat(repository.push().succeeds().output()).contains("Verifying deploy... done.");
        return here;
    }

    /** Flask with SQLAlchemy, which refuses postgres://, and migrations in the web command. */
    @Test
    void aFlaskAppMigratesItsDatabaseWhenItStarts(@TempDir Path folder) throws Exception {
        heroku.run("apps:create", "microblog").succeeds();
        assertThat(heroku.run("addons:create", "heroku-postgresql:hobby-dev", "-a", "microblog").succeeds().output())
                .contains("Creating heroku-postgresql:hobby-dev on microblog... free")
                .contains("Database has been created and is available\n ! This database is empty. If upgrading, you can transfer\n"
                        + " ! data from another database with pg:copy\n")
                .containsPattern("Created postgresql-[a-z]+-\\d+ as DATABASE_URL\n");
        heroku.run("config:set", "FLASK_APP=microblog.py", "-a", "microblog").succeeds();
        HerokuCli here = push("microblog", folder);

        assertThat(slipway.visit("microblog", "/").body()).as(here.run("logs").output()).contains("\"posts\":[]").contains("postgresql");
        heroku.shell().run("curl", "-fsS", "-d", "Hei", "-H", "Host: microblog.localhost",
                "http://127.0.0.1:" + slipway.routerPort() + "/").succeeds();
        assertThat(slipway.visit("microblog", "/").body()).contains("\"posts\":[\"Hei\"]");
        assertThat(here.run("logs").succeeds().output()).contains("compiled no languages");

        assertThat(here.run("pg:psql", "-c", "select body from post").succeeds().output()).contains("Hei");
        Files.writeString(folder.resolve("schema.sql"), "create table visitors (id serial primary key, time timestamp);\n");
        assertThat(here.shell().run("sh", "-c", "heroku psql DATABASE < schema.sql").succeeds().output()).contains("CREATE TABLE");
        String url = here.run("config:get", "DATABASE_URL").succeeds().output().strip();
        assertThat(url).startsWith("postgres://");
        assertThat(here.shell().run("psql", url, "-Atc", "select count(*) from visitors").succeeds().output().strip()).isEqualTo("0");
        assertThat(here.run("run", "flask", "db", "current").succeeds().output()).contains("0001 (head)");

        here.run("pg:credentials:rotate", "--confirm", "microblog").succeeds();
        slipway.await("the app with its new password", () -> {
            String now = here.run("config:get", "DATABASE_URL").succeeds().output().strip();
            return !now.equals(url) && slipway.visit("microblog", "/").body().contains("Hei");
        });
        assertThat(here.run("releases").succeeds().output()).contains("Update DATABASE by heroku-postgresql");
    }

    /** Django, whose connections stay open between requests, migrated by a one-off dyno. */
    @Test
    void aDjangoAppKeepsItsConnections(@TempDir Path folder) throws Exception {
        heroku.run("apps:create", "polls").succeeds();
        heroku.run("addons:create", "heroku-postgresql", "-a", "polls").succeeds();
        HerokuCli here = push("polls", folder);
        assertThat(here.run("run", "python", "manage.py", "migrate").succeeds().output()).containsPattern("Applying polls.0001_initial\\.\\.\\..* OK");

        assertThat(slipway.visit("polls", "/").body()).isEqualTo("1 questions");
        assertThat(slipway.visit("polls", "/").body()).isEqualTo("2 questions");

        assertThat(here.run("pg:ps", "--verbose").succeeds().output()).contains("idle");
        assertThat(here.run("run", "env").succeeds().output()).contains("JDBC_DATABASE_URL=jdbc:postgresql://")
                .contains("SPRING_DATASOURCE_PASSWORD=").contains("DATABASE_URL=postgresql://");
    }

    @Test
    void aDatabaseThatACrashCutOffIsFinished() throws Exception {
        List<String> before = slipway.serviceContainers();
        heroku.run("apps:create", "cut-off").succeeds();
        Process creating = heroku.start("addons:create", "heroku-postgresql:standard-0", "-a", "cut-off");
        try (Connection database = slipway.database(); PreparedStatement statement = database.prepareStatement(
                "select from addon join app on app.id = addon.app_id where app.name = 'cut-off' and state = 'provisioning'")) {
            slipway.await("the add-on to be under way", () -> {
                try (ResultSet rows = statement.executeQuery()) {
                    return rows.next();
                }
            });
        }
        slipway.killPlatform();
        creating.onExit().join();
        slipway.startPlatform();

        heroku.run("addons:wait", "-a", "cut-off").succeeds();
        assertThat(heroku.run("addons", "-a", "cut-off").succeeds().output()).containsOnlyOnce("standard-0");
        String url = heroku.run("config:get", "DATABASE_URL", "-a", "cut-off").succeeds().output().strip();
        assertThat(heroku.shell().run("psql", url, "-Atc", "select 7 * 6").succeeds().output().strip()).isEqualTo("42");
        heroku.run("addons:destroy", "heroku-postgresql", "-a", "cut-off", "--confirm", "cut-off").succeeds();
        slipway.await("its server to go", () -> Set.copyOf(slipway.serviceContainers()).equals(Set.copyOf(before)));
    }
}
