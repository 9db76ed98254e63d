package dev.slipway.platform.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code heroku pg:backups} and {@code pg:copy}, typed by a user, also while the platform dies. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class BackupsCliIT {

    @TempDir
    static Path home;
    @TempDir
    static Path user;

    private static Installation slipway;
    private static HerokuCli heroku;

    @BeforeAll
    static void install() throws Exception {
        slipway = new Installation(home, "slipway.backups.free-disk=10MB", "slipway.postgres.shared-memory=256MB",
                "slipway.postgres.shared-connections=60");
        slipway.start();
        heroku = HerokuCli.of(slipway, user);
        heroku.login(slipway.firstLogin().get("email"), slipway.firstLogin().get("password"));
        run("apps:create", "shop");
        run("addons:create", "heroku-postgresql", "--wait", "-a", "shop");
    }

    @AfterAll
    static void remove() {
        slipway.close();
    }

    private static String run(String... arguments) {
        return heroku.run(arguments).succeeds().output();
    }

    private static String sql(String database, String query) {
        return run("pg:psql", database, "-a", "shop", "-c", query);
    }

    @Test
    void aBackupFromItsCaptureToItsEnd() throws Exception {
        sql("DATABASE_URL", "drop table if exists item; create table item (id serial primary key, name text)");
        sql("DATABASE_URL", "insert into item (name) select 'item ' || i from generate_series(1, 1234) i");

        String captured = run("pg:backups:capture", "-a", "shop");
        assertThat(captured).contains("Starting backup of postgresql-").containsPattern("Backing up DATABASE to b\\d+\\.\\.\\. done");
        String id = captured.replaceAll("(?s).* to (b\\d+)\\.\\.\\..*", "$1");
        assertThat(run("pg:backups", "-a", "shop")).contains("Backups", id, "Completed", "DATABASE");
        assertThat(run("pg:backups:info", id, "-a", "shop")).contains("Backup " + id, "Manual", "Completed", "compression", "Reading DATABASE");
        assertThat(run("pg:backups:url", id, "-a", "shop")).startsWith("https://localhost:");
        run("pg:backups:download", id, "-a", "shop", "-o", user.resolve("my.dump").toString());
        assertThat(Files.readAllBytes(user.resolve("my.dump"))).startsWith("PGDMP".getBytes(StandardCharsets.US_ASCII));

        sql("DATABASE_URL", "drop table item");
        assertThat(run("pg:backups:restore", id, "DATABASE_URL", "-a", "shop", "--confirm", "shop"))
                .contains("Starting restore of " + id).contains("Restoring... done");
        assertThat(sql("DATABASE_URL", "select count(*) from item")).contains("1234");
        assertThat(run("pg:backups", "-a", "shop")).contains("Restores").containsPattern("r\\d{3}");

        run("addons:create", "heroku-postgresql", "--as", "OTHER", "--wait", "-a", "shop");
        assertThat(run("pg:copy", "DATABASE_URL", "OTHER_URL", "-a", "shop", "--confirm", "OTHER")).contains("Copying... done");
        assertThat(sql("OTHER_URL", "select count(*) from item")).contains("1234");
        assertThat(run("pg:backups", "-a", "shop")).containsPattern("c\\d{3}");

        assertThat(run("pg:backups:schedule", "DATABASE_URL", "--at", "02:00 Europe/Rome", "-a", "shop"))
                .contains("daily backups of postgresql-").contains("at 02:00 Europe/Rome... done");
        assertThat(run("pg:backups:schedules", "-a", "shop")).contains("DATABASE_URL: daily at 2:00 Europe/Rome")
                .containsPattern("OTHER_URL: daily at [0-5]:00");
        assertThat(run("pg:backups:unschedule", "DATABASE_URL", "-a", "shop")).contains("done");
        assertThat(run("pg:backups:schedules", "-a", "shop")).containsPattern("DATABASE_URL: daily at [0-5]:00");

        assertThat(run("pg:backups:delete", id, "-a", "shop", "--confirm", "shop")).contains("Deleting backup " + id);
        assertThat(run("pg:backups", "-a", "shop")).doesNotContainPattern(id + "\\s");
        assertThat(heroku.run("pg:backups:cancel", "-a", "shop").fails().output()).contains("No active backups/transfers");
    }

    @Test
    void aBackupThatIsCancelledOrLosesThePlatformLeavesNothing() throws Exception {
        sql("DATABASE_URL", "create table locked (id int)");
        try (Connection holder = TestDatabase.connect(run("config:get", "DATABASE_URL", "-a", "shop").strip());
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("lock table locked in access exclusive mode");

            Process first = captureUntilItRuns();
            assertThat(run("pg:backups:cancel", "-a", "shop")).containsPattern("Cancelling b\\d+\\.\\.\\. done");
            assertThat(new String(first.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).contains("did not finish");
            assertThat(run("pg:backups:info", "-a", "shop")).contains("Canceled");

            Process second = captureUntilItRuns();
            slipway.killPlatform();
            slipway.startPlatform();
            slipway.await("the backup to be marked failed", () -> run("pg:backups:info", "-a", "shop").contains("Failed"));
            second.destroy();
        }
        try (Stream<Path> files = Files.walk(home.resolve("platform/backups"))) {
            assertThat(files.map(Path::toString)).noneMatch(file -> file.endsWith(".part"));
        }
        sql("DATABASE_URL", "drop table locked");
        assertThat(run("pg:backups:capture", "-a", "shop")).contains("done");
    }

    private static Process captureUntilItRuns() throws Exception {
        Process capture = heroku.start("pg:backups:capture", "-a", "shop");
        slipway.await("the backup to run", () -> heroku.run("pg:backups:info", "-a", "shop").output().contains("Running"));
        return capture;
    }
}
