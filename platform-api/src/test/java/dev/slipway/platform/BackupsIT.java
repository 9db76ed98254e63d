package dev.slipway.platform;

import static dev.slipway.platform.TestDatabase.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.TestApps;
import dev.slipway.platform.backing.BackingServices;
import dev.slipway.platform.postgres.Database;
import dev.slipway.platform.postgres.Databases;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** Backups, restores and copies of real databases, as the CLI asks for them. */
@PlatformTest
@Import({TestClock.class, RealServices.class})
@DirtiesContext
class BackupsIT {

    private static final String PASSWORD = "correct horse";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @LocalServerPort
    private int port;
    @Autowired
    private Accounts accounts;
    @Autowired
    private TestApps testApps;
    @Autowired
    private Databases databases;
    @Autowired
    private BackingServices services;
    @Autowired
    private TestClock clock;
    @Autowired
    private JdbcTemplate sql;
    @Value("${slipway.home}")
    private Path home;

    private final HttpClient http = HttpClient.newHttpClient();
    private ApiClient user;
    private App app;
    private HttpServer server;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        registry.add("slipway.postgres.shared-memory", () -> "256MB");
        registry.add("slipway.postgres.shared-connections", () -> "60");
        registry.add("slipway.backups.free-disk", () -> "1MB");
        registry.add("slipway.backups.look-every", () -> "500ms");
        registry.add("slipway.backups.keep-automatic", () -> "2");
        registry.add("slipway.backups.keep-manual", () -> "3");
        registry.add("slipway.backups.private-sources", () -> "true");
        registry.add("slipway.backups.max-size", () -> "50MB");
    }

    @BeforeEach
    void anApp() throws Exception {
        notAtNight();
        Account owner = account();
        user = client(owner);
        app = testApps.create(owner);
        server = HttpServer.create(new InetSocketAddress(OwnAddress.find(), 0), 0);
        server.start();
    }

    @AfterEach
    void closeServer() {
        server.stop(0);
    }

    /** Nothing but the test makes a backup: the automatic ones are made before 6 o'clock. */
    private void notAtNight() {
        ZonedDateTime now = clock.instant().atZone(ZoneOffset.UTC);
        if (now.getHour() < 7) {
            clock.advance(Duration.between(now, now.with(LocalTime.of(7, 0))));
        }
    }

    // --- What a test does as a user ---

    private Account account() {
        return accounts.create("b-" + UUID.randomUUID() + "@example.org", PASSWORD, false);
    }

    private ApiClient client(Account account) throws Exception {
        return ApiClient.anonymous(port).login(account.email(), PASSWORD);
    }

    private String database() throws Exception {
        String id = user.post("/apps/" + app.name() + "/addons", "{\"plan\":\"heroku-postgresql:mini\"}").is(201).text("id");
        await().atMost(PATIENCE).until(() -> user.get("/addons/" + id).is(200).text("state").equals("provisioned"));
        return id;
    }

    private Database found(String addon) {
        return databases.find(UUID.fromString(addon)).orElseThrow();
    }

    private String url(String addon) throws Exception {
        JsonNode config = user.get("/apps/" + app.name() + "/config-vars").is(200).body();
        String name = found(addon).name();
        for (JsonNode value : config) {
            if (value.asString().endsWith("/" + name)) {
                return value.asString();
            }
        }
        throw new AssertionError("no config var leads to " + addon);
    }

    private Connection connect(String addon) throws Exception {
        return TestDatabase.connect(url(addon));
    }

    private void execute(String addon, String... statements) throws Exception {
        TestDatabase.execute(url(addon), statements);
    }

    private List<String> query(String addon, String query) throws Exception {
        try (Connection connection = connect(addon)) {
            return column(connection, query);
        }
    }

    private List<String> onServer(String addon, String query) throws Exception {
        try (Connection connection = databases.administer(found(addon).server())) {
            return column(connection, query);
        }
    }

    /** Everything that an app would miss. */
    private Map<String, String> contents(String addon) throws Exception {
        Map<String, String> contents = new TreeMap<>();
        try (Connection connection = connect(addon)) {
            for (String table : column(connection, "select format('%I.%I', schemaname, tablename) from pg_tables "
                    + "where schemaname not in ('pg_catalog', 'information_schema') order by 1")) {
                contents.put(table, column(connection, "select count(*) || ' ' || coalesce(md5(string_agg(t::text, ',' order by t::text)), '') "
                        + "from " + table + " t").getFirst());
            }
            contents.put("sequences", column(connection, "select sequencename || last_value from pg_sequences order by 1").toString());
            contents.put("indexes", column(connection, "select indexdef from pg_indexes where schemaname = 'public' order by 1").toString());
            contents.put("constraints", column(connection, "select conname || pg_get_constraintdef(oid) from pg_constraint "
                    + "where conrelid <> 0 order by 1").toString());
            contents.put("extensions", column(connection, "select extname from pg_extension order by 1").toString());
            contents.put("large objects", column(connection, "select md5(string_agg(data, '' order by pageno)) from "
                    + "(select pageno, lo_get(loid) as data from (select 0 as pageno, oid as loid from pg_largeobject_metadata) x) y").toString());
            contents.put("view", column(connection, "select count(*) from expensive").toString());
            contents.put("function", column(connection, "select twice(21)").toString());
        }
        return contents;
    }

    private void fill(String addon) throws Exception {
        execute(addon, "create extension hstore", "create extension citext",
                "create table item (id serial primary key, name citext unique not null, price numeric(10,2) check (price >= 0), "
                        + "picture bytea, attributes hstore, document jsonb, made timestamptz default now())",
                "insert into item (name, price, picture, attributes, document) select 'Item ünï ' || i, i * 1.5, decode(md5(i::text), 'hex'), "
                        + "hstore('n', i::text), jsonb_build_object('i', i) from generate_series(1, 500) i",
                "create table \"Order\" (id bigserial primary key, item int not null references item)",
                "insert into \"Order\" (item) select 1 + i % 500 from generate_series(1, 1000) i",
                "create schema \"sales 2026\"", "create table \"sales 2026\".log (line text)",
                "insert into \"sales 2026\".log values (E'a\\nb'), (null), ('\\.')",
                "create index by_price on item (price desc)", "create view expensive as select * from item where price > 100",
                "create function twice(int) returns int language sql as 'select $1 * 2'",
                "select lo_from_bytea(0, 'a large object')");
    }

    private JsonNode capture(String addon) throws Exception {
        return user.post("/client/v11/databases/" + addon + "/backups", "").is(201).body();
    }

    private JsonNode restore(String addon, String url) throws Exception {
        return user.post("/client/v11/databases/" + addon + "/restores", "{\"backup_url\":\"" + url + "\"}").is(201).body();
    }

    private JsonNode transfer(String id) throws Exception {
        return user.get("/client/v11/apps/" + app.name() + "/transfers/" + id + "?verbose=true").is(200).body();
    }

    private JsonNode awaitEnd(JsonNode transfer) {
        String id = transfer.path("uuid").asString();
        await().atMost(PATIENCE).until(() -> !transfer(id).path("finished_at").isNull());
        try {
            return transfer(id);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private JsonNode succeeded(JsonNode transfer) {
        JsonNode ended = awaitEnd(transfer);
        assertThat(ended.path("succeeded").asBoolean()).as(ended.toPrettyString()).isTrue();
        return ended;
    }

    /** Its lines. */
    private String failed(JsonNode transfer) {
        JsonNode ended = awaitEnd(transfer);
        assertThat(ended.path("succeeded").asBoolean()).as(ended.toPrettyString()).isFalse();
        assertThat(ended.path("canceled_at").isNull()).isTrue();
        return ended.path("logs").toString();
    }

    private byte[] download(JsonNode backup) throws Exception {
        String link = user.post("/client/v11/apps/" + app.name() + "/transfers/" + backup.path("num").asInt() + "/actions/public-url", "")
                .is(200).text("url");
        assertThat(link).startsWith("https://");
        HttpResponse<byte[]> answer = get(link);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(backup.path("processed_bytes").asLong());
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        return answer.body();
    }

    /** The router, which would take https, is not in these tests. */
    private HttpResponse<byte[]> get(String link) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(link.replace("https:", "http:"))).build(), BodyHandlers.ofByteArray());
    }

    private String serve(byte[] dump) {
        String path = "/" + UUID.randomUUID() + ".dump";
        server.createContext(path, exchange -> {
            exchange.sendResponseHeaders(200, dump.length == 0 ? -1 : dump.length);
            try (exchange; var body = exchange.getResponseBody()) {
                body.write(dump);
            }
        });
        return "http://" + server.getAddress().getHostString() + ":" + server.getAddress().getPort() + path;
    }

    /** Nothing that a transfer makes for itself is there: neither files, nor databases, nor programs. */
    private void nothingIsLeft(String addon) throws Exception {
        Path folder = home.resolve("backups").resolve(addon);
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files.map(Path::toString)).noneMatch(file -> file.endsWith(".part"));
            }
        }
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(onServer(addon, "select datname from pg_database where datname like '" + found(addon).name() + "\\_%'")).isEmpty();
            assertThat(onServer(addon, "select pid from pg_stat_activity where application_name like 'slipway %-%'")).isEmpty();
            assertThat(programs(addon)).doesNotContain("pg_dump").doesNotContain("pg_restore");
        });
        assertThat(onServer(addon, "select datname from pg_database where not datallowconn and datname <> 'template0'")).isEmpty();
    }

    /** What runs in the server's container. */
    private String programs(String addon) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        services.exec(found(addon).server(), List.of("sh", "-c", "cat /proc/[0-9]*/comm"), Map.of(), out, out, PATIENCE);
        return out.toString(StandardCharsets.UTF_8);
    }

    // --- Tests ---

    @Test
    void whatADestroyedDatabaseHadIsInANewOneAfterARestore() throws Exception {
        String first = database();
        fill(first);
        Map<String, String> before = contents(first);

        JsonNode backup = succeeded(capture(first));

        assertThat(backup.path("num").asInt()).isEqualTo(1);
        assertThat(backup.path("from_type").asString()).isEqualTo("pg_dump");
        assertThat(backup.path("to_type").asString()).isEqualTo("gof3r");
        assertThat(backup.path("from_name").asString()).isEqualTo("DATABASE");
        assertThat(backup.path("schedule").isNull()).isTrue();
        assertThat(backup.path("processed_bytes").asLong()).isPositive();
        assertThat(backup.path("source_bytes").asLong()).isGreaterThan(1_000_000);
        assertThat(backup.path("created_at").asString()).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d \\+0000");
        user.delete("/apps/" + app.name() + "/addons/" + first).is(200);
        String second = database();
        JsonNode restore = succeeded(restore(second, backup.path("to_url").asString()));

        assertThat(restore.path("warnings").asInt()).as(restore.toPrettyString()).isZero();
        assertThat(contents(second)).isEqualTo(before);
        assertThat(query(second, "select distinct tableowner from pg_tables where schemaname in ('public', 'sales 2026')"))
                .containsExactly(found(second).owner());
        assertThat(onServer(second, "select datconnlimit from pg_database where datname = '" + found(second).name() + "'"))
                .containsExactly("20");
        assertThat(onServer(second, "select count(*) from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase, "
                + "unnest(setconfig) where datname = '" + found(second).name() + "'")).doesNotContain("0");
        nothingIsLeft(second);
        // An app goes on as it did.
        execute(second, "insert into item (name) values ('new')", "create table further (i int)", "drop table further");
    }

    @Test
    void aDumpThatCannotBeRestoredLeavesTheDatabaseAsItIsAndIsExplained() throws Exception {
        String addon = database();
        fill(addon);
        Map<String, String> before = contents(addon);
        byte[] dump = download(succeeded(capture(addon)));

        assertThat(failed(restore(addon, serve(Arrays.copyOf(dump, dump.length / 2))))).contains("damaged or was cut off")
                .contains("as it was before");
        byte[] newer = dump.clone();
        newer[6] = 99;
        assertThat(failed(restore(addon, serve(newer)))).contains("newer pg_dump");
        assertThat(failed(restore(addon, serve("create table x (i int);\n".getBytes(StandardCharsets.UTF_8))))).contains("plain SQL");
        assertThat(failed(restore(addon, serve(new byte[0])))).contains("empty");
        assertThat(failed(restore(addon, serve(new byte[60_000_000])))).contains("larger than");
        assertThat(failed(restore(addon, "http://127.0.0.1:" + port + "/status"))).contains("not a public address");
        assertThat(failed(restore(addon, serve(dump).replace(".dump", "/none")))).contains("answered with status 404");

        assertThat(contents(addon)).isEqualTo(before);
        nothingIsLeft(addon);
        succeeded(restore(addon, serve(dump)));
        assertThat(contents(addon)).isEqualTo(before);
    }

    @Test
    void rowsThatCannotBeWrittenMakeARestoreFail() throws Exception {
        String addon = database();
        execute(addon, "create table item (id int check (current_database() not like '%\\_new'))", "insert into item values (1)");
        JsonNode backup = succeeded(capture(addon));
        execute(addon, "insert into item values (2)");

        assertThat(failed(restore(addon, backup.path("to_url").asString()))).contains("Rows of the backup could not be restored")
                .contains("item_check").contains("as it was before");

        assertThat(query(addon, "select id from item")).containsExactly("1", "2");
        nothingIsLeft(addon);
    }

    @Test
    void aDumpIsRestoredWithTheRightsOfTheAppAndNoOthers() throws Exception {
        String addon = database();
        List<String> attacks = List.of("RESET ROLE; ALTER ROLE CURRENT_USER SUPERUSER;", "COPY public.item FROM PROGRAM 'echo 2';",
                "SET SESSION AUTHORIZATION postgres; ALTER ROLE postgres PASSWORD 'mine';", "DROP DATABASE " + found(addon).name() + ";",
                "COPY public.item TO '/tmp/stolen';", "CREATE EXTENSION file_fdw SCHEMA public;");
        execute(addon, "create table item (id int)", "insert into item values (1)");
        for (int i = 0; i < attacks.size(); i++) {
            execute(addon, "create view view" + i + " as select 1", "comment on view view" + i + " is '" + comment(i) + "'");
        }
        byte[] dump = download(succeeded(capture(addon)));
        for (int i = 0; i < attacks.size(); i++) {
            String original = "COMMENT ON VIEW public.view" + i + " IS '" + comment(i) + "';";
            dump = replace(dump, original, attacks.get(i) + " ".repeat(original.length() - attacks.get(i).length()));
        }

        JsonNode restore = succeeded(restore(addon, serve(dump)));

        assertThat(restore.path("warnings").asInt()).as(restore.toPrettyString()).isEqualTo(attacks.size());
        assertThat(query(addon, "select id from item")).containsExactly("1");
        assertThat(onServer(addon, "select rolname from pg_roles where rolsuper")).containsExactly("postgres");
        nothingIsLeft(addon);
    }

    private static String comment(int number) {
        return Integer.toString(number).repeat(150);
    }

    private static byte[] replace(byte[] bytes, String text, String by) {
        String all = new String(bytes, StandardCharsets.ISO_8859_1);
        assertThat(all).contains(text);
        return all.replace(text, by).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void cancellingABackupEndsItsProgram() throws Exception {
        String addon = database();
        execute(addon, "create table item (id int)");
        JsonNode backup;
        try (Connection holder = connect(addon); Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("lock table item in access exclusive mode");
            backup = capture(addon);
            await().atMost(PATIENCE).until(() -> programs(addon).contains("pg_dump")
                    && !onServer(addon, "select pid from pg_stat_activity where application_name like 'slipway "
                            + backup.path("uuid").asString() + "%' and wait_event_type = 'Lock'").isEmpty());

            cancel(backup).is(200);

            nothingIsLeft(addon);
        }
        JsonNode ended = transfer(backup.path("uuid").asString());
        assertThat(ended.path("canceled_at").isNull()).isFalse();
        assertThat(ended.path("succeeded").asBoolean()).isFalse();
        cancel(backup).isError(409, "conflict");
        succeeded(capture(addon));
    }

    private ApiClient.Answer cancel(JsonNode transfer) throws Exception {
        return user.post("/client/v11/apps/" + app.name() + "/transfers/" + transfer.path("uuid").asString() + "/actions/cancel", "");
    }

    /** A database whose restore takes long: each row of it is checked slowly. */
    private JsonNode slowBackup(String addon) throws Exception {
        execute(addon, "create table item (id int)", "insert into item select generate_series(1, 100)",
                "alter table item add constraint slow check (pg_sleep(case when current_database() like '%\\_new' then 1 else 0 end) is not null)");
        return succeeded(capture(addon));
    }

    @Test
    void cancellingARestoreEndsItsProgramAndLeavesTheOldRows() throws Exception {
        String addon = database();
        String backup = slowBackup(addon).path("to_url").asString();
        execute(addon, "truncate item", "insert into item values (7)");
        JsonNode restore = restore(addon, backup);
        await().atMost(PATIENCE).until(() -> programs(addon).contains("pg_restore"));

        cancel(restore).is(200);

        nothingIsLeft(addon);
        assertThat(transfer(restore.path("uuid").asString()).path("canceled_at").isNull()).isFalse();
        assertThat(query(addon, "select id from item")).containsExactly("7");
    }

    @Test
    void aDatabaseThatIsDestroyedDuringARestoreLeavesNothingOnTheServer() throws Exception {
        String keeper = database();
        String addon = database();
        String backup = slowBackup(addon).path("to_url").asString();
        String name = found(addon).name();
        JsonNode restore = restore(addon, backup);
        await().atMost(PATIENCE).until(() -> programs(keeper).contains("pg_restore"));

        assertThat(user.delete("/apps/" + app.name() + "/addons/" + addon).status()).isIn(200, 202);

        await().atMost(PATIENCE).untilAsserted(() ->
                assertThat(onServer(keeper, "select datname from pg_database where datname like '" + name + "%'")).isEmpty());
        assertThat(awaitEnd(restore).path("succeeded").asBoolean()).isFalse();
        await().atMost(PATIENCE).until(() -> user.get("/addons/" + addon).status() == 404);
    }

    @Test
    void whatADeadProcessWasAtIsEndedAndCleanedUp() throws Exception {
        String addon = database();
        execute(addon, "create table item (id int)", "insert into item values (7)");
        String name = found(addon).name();
        JsonNode fetching = dead(addon, "fetching", "backup");
        Path draft = home.resolve("backups").resolve(addon).resolve(fetching.path("uuid").asString() + ".part");
        Files.createDirectories(draft.getParent());
        Files.writeString(draft, "PGDMP");
        assertThat(failed(fetching)).contains("interrupted");
        assertThat(draft).doesNotExist();

        administer(addon, "create database " + name + "_new");
        assertThat(failed(dead(addon, "loading", "restore"))).contains("interrupted");
        nothingIsLeft(addon);

        // It had closed the old database, and not renamed it yet.
        administer(addon, "create database " + name + "_new", "alter database " + name + " with allow_connections false");
        assertThat(failed(dead(addon, "switching", "restore"))).contains("interrupted");
        nothingIsLeft(addon);
        assertThat(query(addon, "select id from item")).containsExactly("7");

        // It had renamed both: the restore had succeeded.
        administer(addon, "create database " + name + "_old");
        succeeded(dead(addon, "switching", "restore"));
        nothingIsLeft(addon);
    }

    private void administer(String addon, String... statements) throws Exception {
        try (Connection connection = databases.administer(found(addon).server())) {
            TestDatabase.execute(connection, statements);
        }
    }

    /** A transfer that a process ran which is not there any more. */
    private JsonNode dead(String addon, String step, String kind) throws Exception {
        UUID id = UUID.randomUUID();
        sql.update("insert into transfer (id, app_id, num, kind, addon_id, from_name, to_name, state, step, created_at, started_at) "
                + "values (?, ?, (select 100 + count(*) from transfer), ?, ?, 'x', 'y', 'running', ?, now(), now())", id, app.id(), kind,
                UUID.fromString(addon), step);
        return transfer(id.toString());
    }

    @Test
    void everyDatabaseIsBackedUpOnceANightAndTheOldestGo() throws Exception {
        String addon = database();
        awaitSchedule(addon);
        sql.update("update transfer_schedule set last_day = '2200-01-01' where addon_id <> ?", UUID.fromString(addon));
        assertThat(backups()).isEmpty();
        for (int night = 1; night <= 3; night++) {
            clock.advance(Duration.ofHours(24));
            int expected = night;
            await().atMost(PATIENCE).until(() -> numbers() == expected && allSucceeded());
        }

        await().atMost(PATIENCE).until(() -> backups().size() == 2);
        assertThat(backups()).allMatch(backup -> !backup.path("schedule").isNull())
                .extracting(backup -> backup.path("num").asInt()).containsExactlyInAnyOrder(2, 3);
        try (Stream<Path> files = Files.list(home.resolve("backups").resolve(addon))) {
            assertThat(files).hasSize(2);
        }
    }

    private void awaitSchedule(String addon) {
        await().atMost(PATIENCE).until(() -> !sql.queryForList("select id from transfer_schedule where addon_id = ?",
                UUID.fromString(addon)).isEmpty());
    }

    /** How many transfers the app ever had. */
    private int numbers() {
        return sql.queryForList("select last from transfer_number where app_id = ?", Integer.class, app.id()).stream().findFirst().orElse(0);
    }

    private int backedUp(String addon) {
        return Objects.requireNonNull(sql.queryForObject("select count(*) from transfer where addon_id = ?", Integer.class,
                UUID.fromString(addon)));
    }

    private boolean allSucceeded() throws Exception {
        return backups().stream().allMatch(backup -> backup.path("succeeded").asBoolean());
    }

    private List<JsonNode> backups() throws Exception {
        List<JsonNode> found = new ArrayList<>();
        user.get("/client/v11/apps/" + app.name() + "/transfers").is(200).body().forEach(found::add);
        return found;
    }

    @Test
    void aScheduleOfAUserTakesThePlaceOfTheNight() throws Exception {
        String addon = database();
        String other = database();
        awaitSchedule(other);
        String path = "/client/v11/databases/" + addon + "/transfer-schedules";
        JsonNode night = user.get(path).is(200).body().get(0);
        assertThat(night.path("name").asString()).isEqualTo("DATABASE_URL");
        assertThat(night.path("hour").asInt()).isBetween(0, 5);
        user.delete(path + "/" + night.path("uuid").asString()).isError(422, "invalid_params");

        String id = user.post(path, "{\"hour\":\"10\",\"timezone\":\"Europe/Rome\",\"schedule_name\":\"DATABASE_URL\"}").is(201).text("uuid");

        JsonNode schedules = user.get(path).is(200).body();
        assertThat(schedules).as("both databases of the app, the one that is asked first").hasSize(2);
        JsonNode schedule = schedules.get(0);
        assertThat(schedule.path("name").asString()).isEqualTo("DATABASE_URL");
        assertThat(schedule.path("hour").asInt()).isEqualTo(10);
        assertThat(schedule.path("timezone").asString()).isEqualTo("Europe/Rome");
        sql.update("update transfer_schedule set last_day = '2200-01-01' where addon_id not in (?, ?)", UUID.fromString(addon),
                UUID.fromString(other));
        ZonedDateTime ten = clock.instant().atZone(ZoneId.of("Europe/Rome")).plusDays(1).with(LocalTime.of(10, 0));
        clock.advance(Duration.between(clock.instant(), ten.plusMinutes(1)));
        await().atMost(PATIENCE).until(() -> backedUp(addon) > 0 && allSucceeded());
        int before = backedUp(addon);
        int otherBefore = backedUp(other);
        // Over a night, in which the other is backed up, and not to the next time.
        clock.advance(Duration.ofHours(22));
        await().atMost(PATIENCE).until(() -> backedUp(other) > otherBefore && allSucceeded());
        assertThat(backedUp(addon)).isEqualTo(before);
        user.post(path, "{\"hour\":25,\"timezone\":\"UTC\"}").isError(422, "invalid_params");
        user.post(path, "{\"hour\":2,\"timezone\":\"Mars/Base\"}").isError(422, "invalid_params");
        user.delete(path + "/" + id).is(200);
        user.delete(path + "/" + id).isError(404, "not_found");
        assertThat(user.get(path).is(200).body().get(0)).isEqualTo(night);
    }

    @Test
    void aCopyHasWhatTheOriginalHasAndReplacesWhatWasThere() throws Exception {
        String source = database();
        String target = database();
        fill(source);
        execute(target, "create table old (i int)");

        JsonNode copy = succeeded(user.post("/client/v11/databases/" + target + "/transfers",
                "{\"from_name\":\"x\",\"from_url\":\"" + url(source) + "\",\"to_name\":\"y\",\"to_url\":\"" + url(target) + "\"}").is(201).body());

        assertThat(copy.path("from_type").asString()).isEqualTo("pg_dump");
        assertThat(copy.path("to_type").asString()).isEqualTo("pg_restore");
        assertThat(copy.path("from_name").asString()).isEqualTo("DATABASE");
        assertThat(contents(target)).isEqualTo(contents(source));
        nothingIsLeft(target);
        nothingIsLeft(source);
    }

    @Test
    void ofOthersDatabasesNothingCanBeRead() throws Exception {
        String addon = database();
        JsonNode backup = succeeded(capture(addon));
        String url = url(addon);
        App hers = app;
        Account stranger = account();
        user = client(stranger);
        app = testApps.create(stranger);
        String own = database();

        user.get("/client/v11/apps/" + hers.name() + "/transfers").isError(404, "not_found");
        user.post("/client/v11/databases/" + addon + "/backups", "").isError(404, "not_found");
        user.post("/client/v11/databases/" + own + "/restores", "{\"backup_url\":\"" + backup.path("to_url").asString() + "\"}")
                .isError(404, "not_found");
        user.post("/client/v11/databases/" + own + "/transfers", "{\"from_url\":\"" + url + "\",\"to_url\":\"" + url(own) + "\"}")
                .isError(404, "not_found");
        user.post("/client/v11/databases/" + own + "/transfers", "{\"from_url\":\"" + url(own) + "\",\"to_url\":\"" + url + "\"}")
                .isError(422, "invalid_params");
        user.post("/client/v11/databases/" + own + "/transfers",
                "{\"from_url\":\"postgres://u:p@elsewhere.example.org/db\",\"to_url\":\"" + url(own) + "\"}").isError(422, "invalid_params");
        // A transfer of hers is not to be had by way of an app of one's own.
        user.get("/client/v11/apps/" + app.name() + "/transfers/" + backup.path("uuid").asString()).isError(404, "not_found");
        assertThat(get("http://127.0.0.1:" + port + "/streams/backups/x.y").statusCode()).isEqualTo(404);
    }

    @Test
    void aLinkToABackupIsGoodForAnHourAndForARestore() throws Exception {
        String addon = database();
        JsonNode backup = succeeded(capture(addon));
        String link = user.post("/client/v11/apps/" + app.name() + "/transfers/1/actions/public-url", "").is(200).text("url");
        assertThat(new String(get(link).body(), 0, 5, StandardCharsets.US_ASCII)).isEqualTo("PGDMP");
        succeeded(restore(addon, link));

        clock.advance(Duration.ofMinutes(61));

        assertThat(get(link).statusCode()).isEqualTo(404);
        user.delete("/client/v11/apps/" + app.name() + "/transfers/" + backup.path("num").asInt()).is(200);
        user.get("/client/v11/apps/" + app.name() + "/transfers/1").isError(404, "not_found");
        assertThat(home.resolve("backups").resolve(addon).resolve(backup.path("uuid").asString() + ".dump")).doesNotExist();
        assertThat(capture(addon).path("num").asInt()).isGreaterThan(2);
    }

    @Test
    void aTransferEndsWhenNothingIsLeftOfIt() throws Exception {
        String addon = database();
        String name = found(addon).name();
        // A template cannot be dropped: whoever cleans up is stopped half-way, again and again.
        administer(addon, "create database " + name + "_new", "create database " + name + "_old is_template true");
        JsonNode switching = dead(addon, "switching", "restore");
        await().atMost(PATIENCE).until(() -> onServer(addon, "select datname from pg_database where datname = '" + name + "_new'").isEmpty());
        assertThat(transfer(switching.path("uuid").asString()).path("finished_at").isNull()).isTrue();

        administer(addon, "alter database " + name + "_old is_template false");

        // Not the success that it would seem from what is there now.
        assertThat(failed(switching)).contains("interrupted");
        nothingIsLeft(addon);
        administer(addon, "create database " + name + "_new");
        JsonNode cancelling = dead(addon, "loading", "restore");
        sql.update("update transfer set state = 'cancelling' where id = ? and finished_at is null", UUID.fromString(cancelling.path("uuid").asString()));
        awaitEnd(cancelling);
        nothingIsLeft(addon);
    }

    @Test
    void whatARestoreLeftIsNoObstacleToTheEndOfItsDatabase() throws Exception {
        String keeper = database();
        String addon = database();
        Database database = found(addon);
        for (String leftover : List.of(database.name() + "_new", database.name() + "_old")) {
            administer(addon, "create database " + leftover, "grant connect on database " + leftover + " to " + database.owner());
        }

        user.delete("/apps/" + app.name() + "/addons/" + addon).is(200);

        assertThat(onServer(keeper, "select datname from pg_database where datname like '" + database.name() + "%'")).isEmpty();
        assertThat(onServer(keeper, "select rolname from pg_roles where rolname = '" + database.owner() + "'")).isEmpty();
    }

    @Test
    void whatChangesDuringARestoreIsThereAfterIt() throws Exception {
        String addon = database();
        String name = found(addon).name();
        execute(addon, "create table item (id int check (pg_sleep(case when current_database() like '%\\_new' then 15 else 0 end) is not null))",
                "insert into item values (1)");
        JsonNode backup = succeeded(capture(addon));
        administer(addon, "create role \"" + name + "_guest\"", "alter database " + name + " set work_mem = '5MB'");
        try {
            JsonNode restore = restore(addon, backup.path("to_url").asString());
            await().atMost(PATIENCE).until(() -> programs(addon).contains("pg_restore"));

            administer(addon, "alter database " + name + " connection limit 17", "alter database " + name + " set search_path = a, \"B c\"",
                    "alter database " + name + " reset work_mem", "grant connect on database " + name + " to \"" + name + "_guest\"");
            succeeded(restore);

            assertThat(onServer(addon, "select datconnlimit from pg_database where datname = '" + name + "'")).containsExactly("17");
            assertThat(onServer(addon, "select unnest(setconfig) from pg_db_role_setting join pg_database d on d.oid = setdatabase "
                    + "where datname = '" + name + "'")).contains("search_path=a, \"B c\"").noneMatch(line -> line.startsWith("work_mem"));
            assertThat(onServer(addon, "select has_database_privilege('" + name + "_guest', '" + name + "', 'connect')")).containsExactly("t");
        } finally {
            administer(addon, "drop owned by \"" + name + "_guest\"", "drop role \"" + name + "_guest\"");
        }
    }

    @Test
    void aClosedDatabaseSaysSoAndIsOpenAfterARestore() throws Exception {
        String addon = database();
        execute(addon, "create table item (id int)", "insert into item values (7)");
        JsonNode backup = succeeded(capture(addon));
        administer(addon, "alter database " + found(addon).name() + " connection limit 0");

        assertThat(failed(capture(addon))).contains("is closed").contains("addons:upgrade").contains("pg:reset");
        succeeded(restore(addon, backup.path("to_url").asString()));

        assertThat(query(addon, "select id from item")).containsExactly("7");
    }

    @Test
    void backupsGoWithTheirApp() throws Exception {
        String addon = database();
        JsonNode backup = succeeded(capture(addon));
        Path file = home.resolve("backups").resolve(addon).resolve(backup.path("uuid").asString() + ".dump");
        assertThat(file).exists();

        user.delete("/apps/" + app.name()).is(200);

        await().atMost(PATIENCE).until(() -> Files.notExists(file));
        assertThat(home.resolve("backups").resolve("lost")).doesNotExist();
    }
}
