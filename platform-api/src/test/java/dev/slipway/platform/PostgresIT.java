package dev.slipway.platform;

import static dev.slipway.platform.TestDatabase.connect;
import static dev.slipway.platform.TestDatabase.execute;
import static dev.slipway.platform.TestDatabase.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.addon.AddonDriver;
import dev.slipway.platform.addon.AddonState;
import dev.slipway.platform.addon.Addons;
import dev.slipway.platform.addon.Plan;
import dev.slipway.platform.addon.ProvisionOutcome;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.TestApps;
import dev.slipway.platform.postgres.Database;
import dev.slipway.platform.postgres.Databases;
import java.net.URI;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.fastpath.FastpathArg;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** PostgreSQL add-ons on real servers, by sessions of their users and by the API. */
@PlatformTest
@Import({TestClock.class, RealServices.class})
@DirtiesContext
class PostgresIT {

    private static final String PASSWORD = "correct horse";
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** PostgreSQL's {@code insufficient_privilege}. */
    private static final String NO_PRIVILEGE = "42501";

    @LocalServerPort
    private int port;
    @Autowired
    private Accounts accounts;
    @Autowired
    private TestApps testApps;
    @Autowired
    private Addons addons;
    @Autowired
    private Databases databases;
    @Autowired
    private List<AddonDriver> drivers;
    @Autowired
    private TestClock clock;
    @Autowired
    private JdbcTemplate sql;

    private ApiClient user;
    private App app;

    @DynamicPropertySource
    static void quick(DynamicPropertyRegistry registry) {
        registry.add("slipway.addons.host", () -> "127.0.0.1");
        registry.add("slipway.postgres.shared-memory", () -> "256MB");
        registry.add("slipway.postgres.shared-connections", () -> "30");
        registry.add("slipway.postgres.watch-every", () -> "500ms");
        registry.add("slipway.postgres.measure-every", () -> "1s");
    }

    @BeforeEach
    void anApp() throws Exception {
        Account owner = accounts.create("p-" + UUID.randomUUID() + "@example.org", PASSWORD, false);
        user = ApiClient.anonymous(port).login(owner.email(), PASSWORD);
        app = testApps.create(owner);
    }

    // --- What a test does as a user ---

    private Addon create(String plan) throws Exception {
        String id = user.post("/apps/" + app.name() + "/addons", "{\"plan\":\"tiny-postgresql:" + plan + "\"}").is(201).text("id");
        return addons.find(UUID.fromString(id)).orElseThrow();
    }

    private String url(String variable) throws Exception {
        return user.get("/apps/" + app.name() + "/config-vars").is(200).text(variable);
    }

    private String url(Addon addon) {
        return databases.url(addon, Addon.DEFAULT_CREDENTIAL);
    }

    // --- Life ---

    @ParameterizedTest
    @ValueSource(strings = {"tiny", "own"})
    void whatThePlatformForgotIsGivenBackWithItsDataAndItsUrl(String plan) throws Exception {
        Addon addon = create(plan);
        String url = url("DATABASE_URL");
        execute(url, "create table notes (text text)", "insert into notes values ('hello')");
        sql.update("delete from addon where id = ?", addon.id());
        sql.update("delete from postgres_database where addon_id = ?", addon.id());
        sql.update("delete from postgres_server where name not in (select server from postgres_database)");
        sql.update("delete from backing_service where name not in (select name from postgres_server)");
        Account root = accounts.create("root-" + UUID.randomUUID() + "@example.org", PASSWORD, true);
        ApiClient admin = ApiClient.anonymous(port).login(root.email(), PASSWORD);
        App other = testApps.create(accounts.create("o-" + UUID.randomUUID() + "@example.org", PASSWORD, false));

        String orphan = admin.get("/admin/databases/orphans").is(200).body().valueStream()
                .filter(one -> one.path("id").asString().equals(addon.id().toString())).findFirst().orElseThrow().path("name").asString();
        assertThat(orphan).isEqualTo(addon.name());
        admin.post("/admin/databases/orphans/nothing/adoption", "{\"app\":\"" + other.name() + "\"}").isError(404, "not_found");
        admin.post("/admin/databases/orphans/" + orphan + "/adoption", "{\"app\":\"nothing\"}").isError(404, "not_found");
        admin.post("/admin/databases/orphans/" + orphan + "/adoption", "{\"app\":\"" + other.name() + "\"}").is(200);

        assertThat(admin.get("/apps/" + other.name() + "/config-vars").is(200).text("DATABASE_URL")).isEqualTo(url);
        assertThat(query(url, "select text from notes")).isEqualTo("hello");
        assertThat(admin.get("/admin/databases/orphans").body().toString()).doesNotContain(addon.id().toString());
        admin.delete("/apps/" + other.name() + "/addons/" + addon.name()).is(200);
        assertThat(databases.find(addon.id())).isEmpty();
    }

    @Test
    void aDatabaseIsThereWithItsUrlAndGoneWithItsAddon() throws Exception {
        Addon addon = create("tiny");
        String url = url("DATABASE_URL");
        assertThat(url).matches("postgres://u\\w+:p\\w+@[\\w.:]+:\\d+/d\\w+").isEqualTo(url(addon));
        execute(url, "create table notes (text text)", "insert into notes values ('hello')", "create extension hstore",
                "create schema more", "create table more.notes ()");
        assertThat(query(url, "select text from notes")).isEqualTo("hello");

        Database database = databases.require(addon);
        user.delete("/apps/" + app.name() + "/addons/" + addon.id()).is(200);

        try (Connection server = databases.administer(database.server())) {
            assertThat(query(server, "select datname from pg_database where datname = '" + database.name() + "'")).isEmpty();
            assertThat(query(server, "select rolname from pg_roles where rolname in ('" + database.owner() + "', '"
                    + database.login() + "')")).isEmpty();
        }
        assertThat(databases.find(addon.id())).isEmpty();
    }

    @Test
    void databasesThatAreMadeAtOnceAreAllThere() throws Exception {
        List<CompletableFuture<Addon>> made = IntStream.range(0, 4).mapToObj(_ -> CompletableFuture.supplyAsync(() -> {
            try {
                return create("tiny");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        })).toList();

        for (CompletableFuture<Addon> addon : made) {
            assertThat(query(url(addon.join()), "select 1")).isEqualTo("1");
        }
        assertThat(made.stream().map(addon -> databases.require(addon.join()).server()).distinct()).hasSize(1);
    }

    @Test
    void makingOneAgainAfterACrashChangesNothing() throws Exception {
        AddonDriver driver = drivers.stream().filter(one -> one.kind().equals("postgres")).findFirst().orElseThrow();
        Addon addon = new Addon(UUID.randomUUID(), "postgresql-half-1", app.id(), "tiny-postgresql", "tiny-postgresql:tiny",
                AddonState.PROVISIONING, Map.of(), Optional.empty(), "", Instant.now(), Instant.now());
        Plan plan = new Plan("tiny-postgresql", "tiny", "", "", false, JsonNodeFactory.instance.objectNode().put("server", "shared")
                .put("class", "tiny").put("connections", 3).put("size", "200MB"));
        ProvisionOutcome first = driver.provision(addon, plan);
        execute(url(addon), "create table kept ()");

        assertThat(driver.provision(addon, plan)).isEqualTo(first);
        assertThat(query(url(addon), "select count(*) from kept")).isEqualTo("0");

        // As a crash leaves it that comes after the roles and before the database.
        Database database = databases.require(addon);
        try (Connection server = databases.administer(database.server())) {
            execute(server, "drop database " + database.name() + " with (force)");
        }
        assertThat(driver.provision(addon, plan)).isEqualTo(first);
        assertThat(query(url(addon), "select 1")).isEqualTo("1");

        driver.deprovision(addon);
        driver.deprovision(addon);
        assertThat(databases.find(addon.id())).isEmpty();
    }

    @Test
    void anotherPlanOfTheSameServerRaisesTheLimits() throws Exception {
        Addon addon = create("tiny");
        String before = url(addon);
        user.patch("/apps/" + app.name() + "/addons/" + addon.id(), "{\"plan\":{\"name\":\"tiny-postgresql:small\"}}").is(200);

        assertThat(url(addon)).isEqualTo(before);
        List<Connection> open = new ArrayList<>();
        try {
            for (int i = 0; i < 6; i++) {
                open.add(connect(before));
            }
            assertThatThrownBy(() -> connect(before)).hasMessageContaining("too many connections");
        } finally {
            for (Connection connection : open) {
                connection.close();
            }
        }
    }

    @Test
    void anotherPlanOfAServerOfItsOwnKeepsDataAndUrl() throws Exception {
        Addon addon = create("own");
        String url = url("DATABASE_URL");
        execute(url, "create table notes (text text)", "insert into notes values ('hello')");
        assertThat(query(url, "select rolconnlimit from pg_roles where rolname = current_user")).isEqualTo("10");

        user.patch("/apps/" + app.name() + "/addons/" + addon.id(), "{\"plan\":{\"name\":\"tiny-postgresql:own-larger\"}}").is(200);
        await().atMost(PATIENCE).ignoreExceptions().until(() ->
                query(url, "select rolconnlimit from pg_roles where rolname = current_user").equals("15"));
        assertThat(query(url, "select text from notes")).isEqualTo("hello");
        assertThat(url("DATABASE_URL")).isEqualTo(url);
        user.patch("/apps/" + app.name() + "/addons/" + addon.id(), "{\"plan\":{\"name\":\"tiny-postgresql:tiny\"}}").isError(422, "invalid_params");
        assertThat(query(url, "select text from notes")).isEqualTo("hello");
    }

    // --- Walls ---

    @Test
    void anAddonReachesNoOtherDatabase() throws Exception {
        Addon mine = create("tiny");
        Addon other = create("tiny");
        execute(url(other), "create table secret (text text)");
        URI server = URI.create(url(mine));
        String[] login = server.getUserInfo().split(":");

        for (String database : List.of("postgres", "template1", databases.require(other).name())) {
            assertThatThrownBy(() -> connect(server, database, login[0], login[1])).as(database)
                    .hasMessageContaining("permission denied for database");
        }
        assertThatThrownBy(() -> connect(server, "template0", login[0], login[1])).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> connect(server, databases.require(mine).name(), "postgres", "postgres"))
                .isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> connect(server, databases.require(mine).name(), databases.require(mine).owner(), ""))
                .isInstanceOf(SQLException.class);
        try (Connection theirs = connect(url(other)); Connection ours = connect(url(mine))) {
            query(theirs, "select 'a secret in a query'");
            assertThat(query(ours, "select query from pg_stat_activity")).doesNotContain("a secret in a query");
            assertThat(query(ours, "select query from pg_stat_statements")).doesNotContain("secret");
            assertThat(query(ours, "select pid from pg_stat_activity where query <> '<insufficient privilege>'"))
                    .as("its own session it sees").isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy (select 1) to program 'id'", "copy (select 1) to '/tmp/x'", "create table t (x text); copy t from '/etc/passwd'",
            "select pg_read_file('/etc/passwd')", "select pg_ls_dir('/')", "select lo_import('/etc/passwd')", "select pg_read_binary_file('x')",
            "create role other", "create database other", "alter role current_user superuser", "alter role current_user createdb",
            "alter role postgres password 'x'", "set role postgres", "set session authorization postgres",
            "create language other handler plpgsql_call_handler", "create function f() returns int language c as 'libc', 'getpid'",
            "create function f() returns int language internal as 'pg_backend_pid'",
            "create extension file_fdw", "load '/tmp/x.so'", "alter system set work_mem = '1GB'",
            "create tablespace t location '/tmp'", "select pg_reload_conf()", "create subscription s connection '' publication p",
            "select pg_create_physical_replication_slot('x')", "create event trigger e on ddl_command_start execute function f()",
            "alter database CURRENT connection limit 1000", "drop database CURRENT", "alter database CURRENT rename to other",
            "select * from pg_authid", "select pg_terminate_backend(pid) from pg_stat_activity where usename is distinct from current_user",
            "grant pg_read_all_stats to current_user", "grant pg_read_all_data to current_user", "set temp_file_limit = -1",
            "alter role current_user connection limit 100", "update pg_database set datconnlimit = -1",
            "select public.pg_stat_statements_reset_any(0, 0, 0, false)", "set log_statement = 'all'",
            "create or replace function _heroku.pg_stat_statements_reset() returns void language sql as ''",
            "alter extension pg_stat_statements set schema pg_catalog"})
    void whatOnlyASuperuserMayIsRefused(String statement) throws Exception {
        String url = url(hostile());
        String name = URI.create(url).getPath().substring(1);
        assertThatThrownBy(() -> execute(url, statement.replace("CURRENT", name)))
                .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo(NO_PRIVILEGE));
    }

    @Test
    void dblinkReachesNothingWithoutAPassword() throws Exception {
        try (Connection connection = connect(url(hostile()))) {
            execute(connection, "create extension if not exists dblink");
            for (String server : List.of("host=127.0.0.1", "host=/run/postgresql", "host=/run/postgresql password=x", "host=localhost password=x")) {
                assertThatThrownBy(() -> query(connection, "select dblink_connect('" + server + " user=postgres dbname=postgres')"))
                        .as(server).isInstanceOf(SQLException.class).hasMessageContaining("password");
            }
        }
    }

    /** A function of a user's that stands where the platform's own calls one is never run by a superuser. */
    @Test
    void whatAUserPutsInTheWayRunsAsTheUser() throws Exception {
        Addon addon = create("tiny");
        execute(url(addon), "create table bait (x int)", "insert into bait values (1)",
                "create function public.count(int) returns bigint language sql as 'select 1 / 0'",
                "create function public.pg_database_size(name) returns bigint language plpgsql as $$ begin raise 'trap'; end $$",
                "alter schema public rename to aside", "create schema public",
                "create function public.pg_stat_statements_reset_any(oid, oid, bigint, boolean) returns timestamptz language plpgsql as "
                        + "$$ begin raise 'as %', current_user; end $$");
        execute(url(addon), "select _heroku.pg_stat_statements_reset()");
        assertThat(user.get("/client/v11/databases/" + addon.id()).is(200).body().path("info").toString()).contains("Available");
        assertThat(query(url(addon), "select count(*) from aside.bait")).isEqualTo("1");
    }

    private Addon hostile() throws Exception {
        List<UUID> known = sql.queryForList("select id from addon where state = 'provisioned' and service = 'tiny-postgresql' "
                + "and plan = 'tiny-postgresql:small' limit 1", UUID.class);
        return known.isEmpty() ? create("small") : addons.find(known.getFirst()).orElseThrow();
    }

    // --- Limits ---

    @Test
    void connectionsBeyondThePlanAreRefused() throws Exception {
        String url = url(create("tiny"));
        try (Connection one = connect(url); Connection two = connect(url); Connection three = connect(url)) {
            assertThat(List.of(one, two, three)).allMatch(connection -> valid(connection));
            assertThatThrownBy(() -> connect(url)).hasMessageContaining("too many connections");
        }
    }

    private static boolean valid(Connection connection) {
        try {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    @Test
    void whatRunsLongerThanThePlanAllowsIsEndedWhateverTheSessionSays() throws Exception {
        String url = url(create("hasty"));
        assertThatThrownBy(() -> execute(url, "select pg_sleep(60)")).hasMessageContaining("statement timeout");
        try (Connection connection = connect(url)) {
            execute(connection, "set statement_timeout = 0", "set idle_in_transaction_session_timeout = 0");
            assertThatThrownBy(() -> execute(connection, "select pg_sleep(60)")).hasMessageContaining("canceling statement");
        }
        try (Connection idle = connect(url)) {
            execute(idle, "set idle_in_transaction_session_timeout = 0", "begin", "select 1");
            await().atMost(PATIENCE).ignoreExceptions().until(() -> query(url, "select state from pg_stat_activity where state like 'idle in%'").isEmpty());
            assertThat(valid(idle)).isFalse();
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(new LogSessions(user).read("/apps/" + app.name(), "{\"lines\":100}"))
                .anyMatch(line -> line.contains("a statement that ran for"))
                .anyMatch(line -> line.contains("a session was ended that was idle in a transaction")));
    }

    @Test
    void whoHoardsLocksLosesTheSession() throws Exception {
        String url = url(create("tiny"));
        try (Connection hoarder = connect(url)) {
            execute(hoarder, "select pg_advisory_lock(n) from generate_series(1, 2500) n");
            await().atMost(PATIENCE).until(() -> !valid(hoarder));
        }
    }

    @Test
    void rowsBeyondThePlanAreWarnedOfAndThenRefused() throws Exception {
        Addon addon = create("tiny");
        String url = url(addon);
        execute(url, "create table numbers (n int)", "insert into numbers select generate_series(1, 101)");
        await().atMost(PATIENCE).until(() -> info(addon).contains("101/100 (Above limits, access disruption imminent)"));
        await().atMost(PATIENCE).until(() -> exceeding(addon));
        execute(url, "insert into numbers values (102)");

        clock.advance(Duration.ofDays(8));
        await().atMost(PATIENCE).until(() -> info(addon).contains("(Write access revoked)"));
        assertThatThrownBy(() -> execute(url, "insert into numbers values (103)")).hasMessageContaining("permission denied");
        execute(url, "create table others (n int)");
        assertThatThrownBy(() -> execute(url, "insert into others values (1)")).hasMessageContaining("permission denied");

        execute(url, "delete from numbers where n > 50", "analyze numbers");
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            execute(url, "insert into numbers values (51)", "insert into others values (1)");
            return true;
        });
        assertThat(info(addon)).contains("(In compliance)");
    }

    @Test
    void aDatabaseTwiceAsBigAsItsPlanIsClosedUntilItIsEmptiedOrThePlanIsLarger() throws Exception {
        Addon addon = create("slim");
        String url = url(addon);
        execute(url, "create table notes (text text)", "insert into notes select repeat('x', 1000) from generate_series(1, 6000)");
        await().atMost(PATIENCE).until(() -> info(addon).contains("/12.00 MB (Above limits, access disruption imminent)"));
        execute(url, "insert into notes values ('not yet')");

        flood(url);
        assertThat(info(addon)).contains("Closed: far beyond its plan's size");
        await().atMost(PATIENCE).untilAsserted(() -> user.put("/client/v11/databases/" + addon.id() + "/reset", "{}").is(200));
        assertThat(query(url, "select count(*) from pg_tables where tablename = 'notes'")).isEqualTo("0");
        assertThat(info(addon)).contains("Available");

        execute(url, "create table notes (text text)", "insert into notes values ('kept')");
        flood(url);
        user.patch("/apps/" + app.name() + "/addons/" + addon.id(), "{\"plan\":{\"name\":\"tiny-postgresql:small\"}}").is(200);
        assertThat(query(url, "select text from notes where text not like 'xxx%'")).isEqualTo("kept");
    }

    /** Writes more than twice what the plan allows, until the database is closed. */
    private static void flood(String url) {
        try {
            execute(url, "insert into notes select repeat('x', 1000) from generate_series(1, 30000)");
        } catch (SQLException e) {
            // Rows that are not committed yet count, too.
            assertThat(e.getMessage()).contains("terminating connection");
        }
        await().atMost(PATIENCE).until(() -> closed(url));
    }

    /** Only a session that works shows the platform that a database is in use. */
    private static boolean closed(String url) throws SQLException {
        try (Connection connection = connect(url)) {
            execute(connection, "select pg_sleep(1)");
            return false;
        } catch (SQLException e) {
            return e.getMessage().contains("too many connections for database");
        }
    }

    private boolean exceeding(Addon addon) {
        return Boolean.TRUE.equals(sql.queryForObject("select exceeding_since is not null from postgres_database where addon_id = ?",
                Boolean.class, addon.id()));
    }

    private String info(Addon addon) throws Exception {
        return user.get("/client/v11/databases/" + addon.id()).is(200).body().path("info").toString();
    }

    // --- Credentials ---

    private ApiClient.Answer rotate(Addon addon, String credential, String body) throws Exception {
        return user.post("/postgres/v0/databases/" + addon.id() + "/credentials/" + credential + "/credentials_rotation", body);
    }

    @Test
    void aRotatedCredentialWorksUntilNobodyUsesItAndObjectsStay() throws Exception {
        Addon addon = create("tiny");
        String before = url("DATABASE_URL");
        try (Connection old = connect(before)) {
            execute(old, "create table notes (text text)");
            rotate(addon, "default", "{}").is(200);
            String after = url("DATABASE_URL");

            assertThat(after).isNotEqualTo(before).isEqualTo(url(addon));
            assertThat(URI.create(after).getPath()).isEqualTo(URI.create(before).getPath());
            execute(after, "insert into notes values ('new')", "alter table notes add column more text");
            execute(old, "insert into notes values ('old')");
            assertThat(user.get("/postgres/v0/databases/" + addon.id() + "/credentials").is(200).body().get(0).path("state").asString())
                    .isEqualTo("rotating");
            rotate(addon, "default", "{}").isError(422, "invalid_params");
            assertThat(query(after, "select count(*) from pg_stat_activity where query like 'insert into notes values (''old%'"))
                    .as("the new login sees the sessions of the old one").isEqualTo("1");
        }
        await().atMost(PATIENCE).until(() -> !rotating(addon));
        assertThatThrownBy(() -> connect(before)).isInstanceOf(SQLException.class);
        assertThat(query(url(addon), "select count(*) from notes")).isEqualTo("2");
        assertThat(query(url(addon), "select tableowner from pg_tables where tablename = 'notes'"))
                .isEqualTo(databases.require(addon).owner());
    }

    private boolean rotating(Addon addon) {
        return Boolean.TRUE.equals(sql.queryForObject("select count(*) > 0 from postgres_credential where addon_id = ? "
                + "and former_login is not null", Boolean.class, addon.id()));
    }

    @Test
    void aRotationThatACrashCutOffGoesOn() throws Exception {
        Addon addon = create("tiny");
        String before = url("DATABASE_URL");
        String login = databases.require(addon).login();
        // The row is written first: here the process died.
        sql.update("update postgres_credential set former_login = login, login = 'ucutoff" + addon.id().toString().substring(0, 8)
                + "', rotated_at = now() where addon_id = ?", addon.id());

        await().atMost(PATIENCE).until(() -> !rotating(addon));
        assertThat(url("DATABASE_URL")).isNotEqualTo(before).isEqualTo(url(addon));
        assertThat(query(url(addon), "select 1")).isEqualTo("1");
        assertThatThrownBy(() -> connect(before)).isInstanceOf(SQLException.class);
        assertThat(databases.require(addon).login()).isNotEqualTo(login);
    }

    @Test
    void aForcedRotationEndsSessionsNow() throws Exception {
        Addon addon = create("tiny");
        String before = url("DATABASE_URL");
        try (Connection old = connect(before)) {
            rotate(addon, "default", "{\"forced\":true}").is(200);
            assertThat(valid(old)).isFalse();
        }
        assertThatThrownBy(() -> connect(before)).isInstanceOf(SQLException.class);
        assertThat(query(url(addon), "select 1")).isEqualTo("1");
    }

    @Test
    void aServerOfItsOwnHasCredentialsThatMayDoWhatIsGranted() throws Exception {
        Addon addon = create("own");
        String path = "/postgres/v0/databases/" + addon.id();
        execute(url(addon), "create table notes (text text)", "insert into notes values ('hello')");
        for (String name : List.of("", "default", "pg_x", "a\\u0000", "$(id)", "A")) {
            user.post(path + "/credentials", "{\"name\":\"" + name + "\"}").isError(422, "invalid_params");
        }
        user.post(path + "/credentials", "{\"name\":\"analyst\"}").is(200);
        user.post(path + "/credentials", "{\"name\":\"analyst\"}").isError(422, "invalid_params");
        String analyst = databases.url(addon, "analyst");

        assertThatThrownBy(() -> query(analyst, "select text from notes")).hasMessageContaining("permission denied");
        execute(url(addon), "grant select on notes to analyst");
        assertThat(query(analyst, "select text from notes")).isEqualTo("hello");
        rotate(addon, "analyst", "{\"forced\":true}").is(200);
        assertThat(query(databases.url(addon, "analyst"), "select text from notes")).isEqualTo("hello");

        user.patch(path + "/config", "{\"log_statement\":\"ddl\",\"auto_explain\":true,\"auto_explain_log_min_duration\":250}").is(200);
        user.patch(path + "/config", "{\"log_statement\":\"'; drop\"}").isError(422, "invalid_params");
        assertThat(query(url(addon), "show log_statement")).isEqualTo("ddl");
        user.put("/client/v11/databases/" + addon.id() + "/reset", "{\"extensions\":[\"citext\"]}").is(200);
        JsonNode settings = user.get(path + "/config").is(200).body();
        assertThat(settings.path("log_statement").path("value").asString()).isEqualTo("ddl");
        assertThat(settings.path("auto_explain").path("value").asBoolean()).isTrue();
        assertThat(query(url(addon), "select count(*) from pg_extension where extname = 'citext'")).isEqualTo("1");
        assertThat(query(url(addon), "select count(*) from pg_tables where tablename = 'notes'")).isEqualTo("0");

        user.delete(path + "/credentials/default").isError(422, "invalid_params");
        user.delete(path + "/credentials/analyst").is(200);
        assertThatThrownBy(() -> connect(analyst)).isInstanceOf(SQLException.class);
        user.delete("/apps/" + app.name() + "/addons/" + addon.id()).is(200);
        assertThat(sql.queryForList("select name from postgres_server where name like '%" + addon.id() + "'")).isEmpty();
    }

    // --- Data API ---

    @Test
    void aResetEmptiesTheDatabaseAndKeepsItsUrl() throws Exception {
        Addon addon = create("tiny");
        String url = url(addon);
        execute(url, "create table notes (text text)");
        user.put("/client/v11/databases/" + addon.id() + "/reset", "{\"extensions\":[\"file_fdw\"]}").isError(422, "invalid_params");
        user.put("/client/v11/databases/" + addon.id() + "/reset", "{}").is(200);

        assertThat(query(url, "select count(*) from pg_tables where schemaname = 'public'")).isEqualTo("0");
        execute(url, "create table notes (text text)");
    }

    @Test
    void aResetThatACrashCutOffGoesOn() throws Exception {
        Addon addon = create("tiny");
        Database database = databases.require(addon);
        try (Connection server = databases.administer(database.server())) {
            execute(server, "drop database " + database.name() + " with (force)");
        }
        sql.update("update postgres_database set resetting = true where addon_id = ?", addon.id());

        await().atMost(PATIENCE).ignoreExceptions().until(() -> query(url(addon), "select 1").equals("1"));
    }

    @Test
    void strangersFindNothing() throws Exception {
        Addon addon = create("tiny");
        Account stranger = accounts.create("s-" + UUID.randomUUID() + "@example.org", PASSWORD, false);
        ApiClient other = ApiClient.anonymous(port).login(stranger.email(), PASSWORD);
        for (String path : List.of("/client/v11/databases/", "/postgres/v0/databases/")) {
            String rest = path.startsWith("/postgres") ? "/credentials" : "";
            other.get(path + addon.id() + rest).isError(404, "not_found");
            ApiClient.anonymous(port).get(path + addon.id() + rest).isError(401, "unauthorized");
        }
    }

    // --- The superuser ---

    /** PostgreSQL evaluates constant parts of these expressions when it plans a query of the table, as whoever asks. */
    @Test
    void whatUsersHideInExpressionsNeverRunsAsTheSuperuser() throws Exception {
        Addon addon = create("tiny");
        String url = url(addon);
        execute(url, "create schema s", "create table s.ran (who text)", "create table s.t (x int)",
                "create function s.act() returns int language plpgsql volatile as $$ begin "
                        + "if (select rolsuper from pg_roles where rolname = current_user) then execute 'alter role "
                        + databases.require(addon).login() + " superuser'; end if; "
                        + "insert into s.ran values (current_user); return 1; end $$",
                "create function s.f(int) returns int language plpgsql immutable as $$ declare r int; begin "
                        + "select s.act() into r; return r; end $$",
                "create index on s.t (s.f(1))", "create index on s.t (x) where s.f(1) = 1",
                "create statistics s.st on (x + s.f(1)), x from s.t",
                "create table s.parts (x int) partition by range ((x + s.f(1)))",
                "create table s.part partition of s.parts default", "create index on s.part (s.f(1))",
                "create view s.v as select s.f(1)", "create domain s.d as int default s.f(1) check (s.f(1) = 1)",
                "create table s.more (x s.d, y int generated always as (s.f(1)) stored)",
                "insert into s.t select generate_series(1, 90)", "truncate s.ran", "select count(*) from only s.t");
        assertThat(query(url, "select count(*) > 0 and min(who) = current_user and max(who) = current_user from s.ran"))
                .as("the trap works").isEqualTo("t");

        assertThat(info(addon)).contains("In compliance");
        execute(url, "insert into s.t select generate_series(1, 90)");
        await().atMost(PATIENCE).until(() -> exceeding(addon));
        clock.advance(Duration.ofDays(8));
        await().atMost(PATIENCE).until(() -> info(addon).contains("(Write access revoked)"));
        user.post("/reports", "{\"app\":\"a\",\"database\":\"b\",\"url\":\"" + url + "\"}").is(201);
        user.post("/postgres/v0/databases/" + addon.id() + "/repair-default", "{}").is(200);
        rotate(addon, "default", "{\"forced\":true}").is(200);

        Database database = databases.require(addon);
        try (Connection server = databases.administer(database.server()); Connection inside = databases.administer(database)) {
            assertThat(query(server, "select rolname from pg_roles where rolsuper")).isEqualTo("postgres");
            assertThatThrownBy(() -> query(inside, "select * from s.v")).as("PostgreSQL itself keeps it from views")
                    .hasMessageContaining("non-system view");
        }
        assertThat(query(url(addon), "select count(*) from s.ran where who = 'postgres'")).isEqualTo("0");
    }

    /** The protocol's call of a function is no query: neither its text nor its begin is where queries have them. */
    @Test
    void aCallByTheFastPathIsEndedLikeAQuery() throws Exception {
        String url = url(create("hasty"));
        try (Connection connection = connect(url)) {
            execute(connection, "set statement_timeout = 0");
            int sleep = Integer.parseInt(query(connection, "select 'pg_sleep(float8)'::regprocedure::oid"));
            byte[] seconds = ByteBuffer.allocate(Double.BYTES).putDouble(60).array();
            assertThatThrownBy(() -> fastPath(connection, sleep, seconds)).isInstanceOf(SQLException.class)
                    .hasMessageContaining("canceling statement");
        }
    }

    @SuppressWarnings("deprecation") // of which there is no other in the driver
    private static void fastPath(Connection connection, int function, byte[] argument) throws SQLException {
        connection.unwrap(PGConnection.class).getFastpathAPI().fastpath(function, new FastpathArg[] {new FastpathArg(argument)});
    }

    @Test
    void aStatementThatDoesNotEndWhenItIsAskedToEndsWithItsSession() throws Exception {
        String url = url(create("hasty"));
        try (Connection deaf = connect(url)) {
            execute(deaf, "set statement_timeout = 0");
            assertThatThrownBy(() -> execute(deaf, "do $$ begin loop begin perform pg_sleep(60); "
                    + "exception when query_canceled then null; end; end loop; end $$")).isInstanceOf(SQLException.class);
            assertThat(valid(deaf)).isFalse();
        }
    }

    @Test
    void aBackupTakesLongerThanThePlanGivesAStatement() throws Exception {
        Addon addon = create("hasty");
        execute(url(addon), "create table notes (text text)", "insert into notes values ('hello')");
        Database database = databases.require(addon);
        String backup;
        try (Connection impostor = connect(url(addon)); Connection slow = databases.administer(database);
                Connection server = databases.administer(database.server())) {
            slow.setAutoCommit(false);
            execute(slow, "set idle_in_transaction_session_timeout = 0", "lock table public.notes in access exclusive mode");
            backup = user.post("/client/v11/databases/" + addon.id() + "/backups", "{}").is(201).text("uuid");
            // A backup that is ended is no session any more.
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(query(server, "select extract(epoch from clock_timestamp() "
                    + "- query_start) > 5 from pg_stat_activity where application_name like 'slipway " + backup + "%'"))
                    .as(() -> transfer(backup).toString()).isEqualTo("t"));
            String name = query(server, "select application_name from pg_stat_activity where application_name like 'slipway "
                    + backup + "%'");
            execute(impostor, "set statement_timeout = 0", "set application_name = '" + name + "'");
            assertThatThrownBy(() -> execute(impostor, "select pg_sleep(60)")).as("who takes its name is not spared")
                    .hasMessageContaining("canceling statement");
        }
        await().atMost(PATIENCE).untilAsserted(() ->
                assertThat(transfer(backup).path("succeeded").asBoolean()).as(() -> transfer(backup).toString()).isTrue());
    }

    private JsonNode transfer(String id) {
        try {
            return user.get("/client/v11/apps/" + app.name() + "/transfers/" + id + "?verbose=true").is(200).body();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aServerOfItsOwnIsClosedBeforeItFillsTheDiskOfAll() throws Exception {
        Addon addon = create("own-slim");
        String path = "/postgres/v0/databases/" + addon.id();
        String url = url(addon);
        user.patch(path + "/config", "{\"log_statement\":\"all\",\"data_connector_details_logs\":true}").isError(422, "invalid_params");
        assertThat(query(url, "show log_statement")).as("all changes or none").isEqualTo("none");

        execute(url, "create table notes (text text)");
        try {
            execute(url, "insert into notes select repeat('x', 1000) from generate_series(1, 26000)");
        } catch (SQLException e) {
            assertThat(e.getMessage()).as("closed so soon").contains("terminating connection");
        }
        await().atMost(PATIENCE).until(() -> closed(url));
        assertThat(info(addon)).contains("Closed: far beyond its plan's size", "heroku pg:reset");
        user.post(path + "/repair-default", "{}").is(200);
        assertThatThrownBy(() -> connect(url)).as("repaired and closed").hasMessageContaining("too many connections for database");

        user.put("/client/v11/databases/" + addon.id() + "/reset", "{}").is(200);
        assertThat(query(url, "select count(*) from pg_tables where schemaname = 'public'")).isEqualTo("0");
    }

    @Test
    void statisticsThatCountRowsOfALimitedPlanStay() throws Exception {
        user.put("/client/v11/databases/" + create("tiny").id() + "/stats_reset", "{}").isError(422, "invalid_params");
        user.put("/client/v11/databases/" + create("slim").id() + "/stats_reset", "{}").is(200);
    }

    @Test
    void aResetWhoseNewDatabaseWaitsForItsPlaceGoesOn() throws Exception {
        Addon addon = create("tiny");
        Database database = databases.require(addon);
        execute(url(addon), "create table old ()");
        try (Connection server = databases.administer(database.server())) {
            execute(server, "create database " + database.name() + "_reset connection limit 0");
            sql.update("update postgres_database set resetting = true where addon_id = ?", addon.id());

            await().atMost(Duration.ofMinutes(2)).ignoreExceptions().until(() ->
                    query(url(addon), "select count(*) from pg_tables where schemaname = 'public'").equals("0"));
            execute(url(addon), "create table fresh ()");
            assertThat(query(server, "select datname from pg_database where datname like '" + database.name() + "%'"))
                    .isEqualTo(database.name());
        }
    }

    @Test
    void aDatabaseThatIsNotThereYetIsNotFoundAndOneThatIsAwayIsUnavailable() throws Exception {
        Addon addon = create("tiny");
        List<String> paths = List.of("/client/v11/databases/" + addon.id(), "/postgres/v0/databases/" + addon.id() + "/credentials/default");
        String server = databases.require(addon).server();

        // With an id of its provider's it is not made once more meanwhile.
        sql.update("update addon set state = 'provisioning', provider_id = 'x' where id = ?", addon.id());
        for (String path : paths) {
            user.get(path).isError(404, "not_found");
        }
        sql.update("update addon set state = 'provisioned', provider_id = null where id = ?", addon.id());
        sql.update("insert into postgres_server (name, password, created_at) select 'postgres-away', password, now() from postgres_server "
                + "where name = ?", server);
        sql.update("update postgres_database set server = 'postgres-away' where addon_id = ?", addon.id());
        user.get(paths.getFirst()).isError(503, "unavailable");
        user.post("/postgres/v0/databases/" + addon.id() + "/repair-default", "{}").isError(503, "unavailable");
        sql.update("update postgres_database set server = ? where addon_id = ?", server, addon.id());
        sql.update("delete from postgres_server where name = 'postgres-away'");
        user.get(paths.getFirst()).is(200);
    }
}
