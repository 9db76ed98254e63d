package dev.slipway.platform.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.ApiClient;
import dev.slipway.platform.PlatformTest;
import dev.slipway.platform.RealServices;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.app.TestApps;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Databases by the Heroku CLI and psql, as tutorials use them. */
@PlatformTest
@Import(RealServices.class)
@DirtiesContext
class PostgresCliIT {

    private static final String PASSWORD = "correct horse";
    /** What commands show that do nothing but ask the database: columns, and rows where it is sure that there are some or none. */
    private static final Map<String, List<String>> SHOWN = Map.ofEntries(
            Map.entry("pg:ps", List.of("running_for", "transaction_start", "waiting")),
            Map.entry("pg:locks", List.of("relname", "granted", "query_snippet")),
            Map.entry("pg:blocking", List.of("blocked_pid", "blocking_statement")),
            Map.entry("pg:bloat", List.of("schemaname", "object_name", "waste")),
            Map.entry("pg:cache-hit", List.of("index hit rate", "table hit rate")),
            Map.entry("pg:index-size", List.of("size", "visitors_pkey")),
            Map.entry("pg:index-usage", List.of("percent_of_times_index_used", "visitors")),
            Map.entry("pg:long-running-queries", List.of("duration", "(0 rows)")),
            Map.entry("pg:records-rank", List.of("estimated_count", "visitors")),
            Map.entry("pg:seq-scans", List.of("count", "visitors")),
            Map.entry("pg:table-indexes-size", List.of("index_size", "visitors")),
            Map.entry("pg:table-size", List.of("size", "visitors")),
            Map.entry("pg:total-index-size", List.of("size", "(1 row)")),
            Map.entry("pg:total-table-size", List.of("size", "visitors")),
            Map.entry("pg:unused-indexes", List.of("index_scans", "(0 rows)")),
            Map.entry("pg:user-connections", List.of("credential", "connections", "(1 row)")),
            Map.entry("pg:vacuum-stats", List.of("expect_autovacuum", "visitors")));

    @LocalServerPort
    private int port;
    @Autowired
    private Accounts accounts;
    @Autowired
    private TestApps apps;
    @TempDir
    Path home;

    private HerokuCli heroku;
    private String app;

    @DynamicPropertySource
    static void small(DynamicPropertyRegistry registry) {
        registry.add("slipway.addons.host", () -> "127.0.0.1");
        registry.add("slipway.postgres.shared-memory", () -> "256MB");
        registry.add("slipway.postgres.shared-connections", () -> "60");
    }

    @BeforeEach
    void aUser() throws Exception {
        var owner = accounts.create("pg-" + UUID.randomUUID() + "@example.org", PASSWORD, false);
        app = apps.create(owner).name().value();
        heroku = HerokuCli.onApi(port, ApiClient.token(port, owner.email(), PASSWORD), home);
    }

    /** Runs a command on the app. */
    private Commands.Result run(String command, String... more) {
        String[] words = command.split(" ");
        List<String> argv = new ArrayList<>(List.of(words));
        argv.addAll(List.of(more));
        argv.addAll(List.of("--app", app));
        return heroku.run(argv.toArray(String[]::new));
    }

    private String shows(String command, String... more) {
        return run(command, more).succeeds().output();
    }

    /** What psql prints of a query. */
    private String sql(String query) {
        return shows("pg:psql", "-c", query);
    }

    private String url() {
        return shows("config:get DATABASE_URL").strip();
    }

    private static String first(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }

    private String pipe(String input, String... arguments) throws Exception {
        Process process = heroku.start(arguments);
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    @Test
    void aTutorialsDatabase() throws Exception {
        String created = shows("addons:create heroku-postgresql:hobby-dev");
        assertThat(created).contains("Creating heroku-postgresql:hobby-dev on", "free", "Database has been created and is available",
                " ! This database is empty. If upgrading, you can transfer", " ! data from another database with pg:copy",
                "as DATABASE_URL");
        String name = first("Created (postgresql-\\S+) as", created);
        assertThat(shows("config")).contains("DATABASE_URL", url());
        assertThat(shows("pg:wait")).isEmpty();

        pipe("create table visitors (id serial primary key, at timestamp);\ninsert into visitors (at) values (now());\n",
                "psql", "DATABASE", "--app", app);
        assertThat(sql("select count(*) from visitors")).contains("Connecting to", "(1 row)");
        Commands.Result outside = heroku.shell().run("psql", url() + "?sslmode=require", "-Atc", "select count(*) from visitors").succeeds();
        assertThat(outside.output().strip()).isEqualTo("1");
        assertThat(heroku.shell().run("psql", url() + "?sslmode=disable", "-c", "select 1").fails().output()).contains("no encryption");

        assertThat(shows("pg:info")).contains("=== DATABASE_URL", "Hobby-dev", "Available", "/20", "1.00 GB (In compliance)",
                "/10,000 (In compliance)", "Continuous Protection:", "Off", name);
        assertThat(shows("pg:credentials")).contains("default", "active");
        assertThat(shows("pg:credentials:url")).contains(url());
        assertThat(shows("pg:extensions")).contains("hstore", "pg_stat_statements", "pg_trgm");
        assertThat(shows("pg:outliers")).contains("total_exec_time", "visitors");
        shows("pg:outliers --reset");
        assertThat(shows("pg:calls")).contains("ncalls");
        assertThat(shows("pg:diagnose")).contains("Report ", "GREEN: Connection Count", "GREEN: Blocking Queries");
        SHOWN.forEach((command, parts) -> assertThat(shows(command)).as(command).contains(parts));
        assertThat(run("pg:credentials:create --name other").fails().output()).contains("shared server");
        assertThat(shows("pg:upgrade:wait DATABASE")).contains("No upgrade is under way.");

        assertThat(shows("pg:reset --confirm " + app)).contains("Resetting " + name + "... done");
        assertThat(sql("select count(*) from pg_tables where schemaname = 'public'")).containsPattern("\\s0\n");
        assertThat(shows("addons:destroy " + name + " --confirm " + app)).contains("Destroying " + name);
        assertThat(shows("config")).doesNotContain("DATABASE_URL");
    }

    @Test
    void sessionsAreSeenAndEnded() throws Exception {
        shows("addons:create heroku-postgresql:essential-0");
        for (String end : List.of("pg:kill", "pg:killall")) {
            Process sleeper = heroku.shell().start("psql", url(), "-c", "select pg_sleep(120), '" + end + "'");
            String seen = "";
            for (int attempts = 0; attempts < 20 && !seen.contains("pg_sleep(120)"); attempts++) {
                seen = shows("pg:ps");
            }
            String pid = first("(?m)^\\s*(\\d+)\\s*\\|.*pg_sleep\\(120\\)", seen);
            if (end.equals("pg:kill")) {
                shows("pg:kill --force " + pid);
            } else {
                shows("pg:killall");
            }
            assertThat(sleeper.waitFor(30, TimeUnit.SECONDS)).as(end).isTrue();
            assertThat(sleeper.exitValue()).isNotZero();
        }
    }

    @Test
    void aRotationChangesTheUrlAndKeepsTheData() {
        shows("addons:create heroku-postgresql:essential-0");
        sql("create table kept (text text)");
        String before = url();

        assertThat(shows("pg:credentials:rotate --confirm " + app)).contains("Rotating default on");
        assertThat(url()).isNotEqualTo(before);
        sql("insert into kept values ('hello')");
        assertThat(shows("releases")).contains("Update DATABASE");
        shows("pg:credentials:rotate --force --confirm " + app);
        assertThat(sql("select text from kept")).contains("hello");
        assertThat(heroku.shell().run("psql", before, "-c", "select 1").fails().output()).contains("authentication failed");
    }

    @Test
    void aServerOfItsOwnHasSettingsAndCredentials() {
        String name = first("Created (postgresql-\\S+) as", shows("addons:create heroku-postgresql:standard-0"));
        assertThat(shows("pg:info")).contains("Standard 0", "/120", "Credentials:");
        assertThat(shows("pg:settings:log-statement DATABASE_URL ddl")).contains("log-statement has been set to ddl", "Data definition");
        assertThat(shows("pg:settings:log-lock-waits DATABASE_URL true")).contains("set to true");
        assertThat(shows("pg:settings:log-min-duration-statement DATABASE_URL 500")).contains("500");
        assertThat(shows("pg:settings")).contains("log-statement:", "ddl");
        assertThat(sql("show log_min_duration_statement")).contains("500ms");

        shows("pg:credentials:create --name reader");
        sql("create table notes (text text); grant select on notes to reader");
        shows("addons:attach " + name + " --credential reader --as READER");
        assertThat(shows("pg:psql READER", "-c", "select count(*) from notes")).contains("(1 row)");
        assertThat(run("pg:psql READER", "-c", "insert into notes values ('x')").output()).contains("permission denied");
        assertThat(shows("pg:credentials")).contains("reader", "READER");
        shows("pg:credentials:rotate --name reader --confirm " + app);
        assertThat(shows("pg:psql READER", "-c", "select count(*) from notes")).contains("(1 row)");
        assertThat(run("pg:credentials:destroy --name reader --confirm " + app).fails().output()).contains("must be detached");
        shows("addons:detach READER");
        shows("pg:credentials:destroy --name reader --confirm " + app);
        shows("pg:credentials:repair-default --confirm " + app);
        assertThat(shows("pg:stats-reset")).contains("reset");
        assertThat(shows("pg:diagnose")).contains("GREEN");
    }
}
