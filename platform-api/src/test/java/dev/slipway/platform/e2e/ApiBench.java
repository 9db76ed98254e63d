package dev.slipway.platform.e2e;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code GET /apps/:app} and {@code POST /apps} beside the same work in SQL; run by {@code bench/api/run}. */
class ApiBench {

    private static final int CONCURRENT = 50;
    private static final int APPS = 1_000;
    /** An account may have no more than 100. */
    private static final int APPS_OF_ONE = 50;
    private static final int WARM_UP = 3_000;
    private static final int READS = 20_000;

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path home;

    @Test
    void measure() throws Exception {
        try (Installation slipway = new Installation(home, "slipway.api.calls-per-hour=10000000")) {
            slipway.start();
            slipway.firstLogin();
            String[] tokens = new String[APPS / APPS_OF_ONE];
            Arrays.setAll(tokens, n -> "bench-token-" + n);
            makeAccounts(slipway, tokens);
            String token = tokens[0];
            String direct = "http://127.0.0.1:" + slipway.platformPort();
            String routed = "http://localhost:" + slipway.routerPort();

            run("warm-up", WARM_UP, n -> () -> get(direct, token, "/account"));
            run("POST /apps, the first", APPS / 2, n -> () -> create(direct, tokens[n % tokens.length], "warm-up-" + n));
            run("POST /apps", APPS, n -> () -> create(direct, tokens[n % tokens.length], "bench-" + n));
            run("warm-up", WARM_UP, n -> () -> get(direct, tokens[n % APPS % tokens.length], "/apps/bench-" + n % APPS));
            run("GET /apps/:app", READS, n -> () -> get(direct, tokens[n % APPS % tokens.length], "/apps/bench-" + n % APPS));
            run("GET /apps/:app through the router", READS, n -> () -> get(routed, tokens[n % APPS % tokens.length], "/apps/bench-" + n % APPS));
            try (HikariDataSource pool = pool(slipway)) {
                byte[] hash = hash(token);
                run("warm-up", WARM_UP, n -> () -> read(pool, hash, "bench-" + n % APPS));
                run("SQL that reads the same", READS, n -> () -> read(pool, hash, "bench-" + n % APPS));
                run("SQL that writes the same", APPS, n -> () -> write(pool, hash, "sql-" + n));
            }
        }
    }

    /** One unit of work. */
    private interface Work {
        void run() throws Exception;
    }

    private static void run(String what, int count, IntFunction<Work> work) throws Exception {
        double[] millis = new double[count];
        AtomicInteger next = new AtomicInteger();
        long start = System.nanoTime();
        try (ExecutorService clients = Executors.newFixedThreadPool(CONCURRENT)) {
            for (Future<?> client : IntStream.range(0, CONCURRENT).<Future<?>>mapToObj(_ -> clients.submit(() -> {
                for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                    long begin = System.nanoTime();
                    work.apply(n).run();
                    millis[n] = (System.nanoTime() - begin) / 1e6;
                }
                return null;
            })).toList()) {
                client.get();
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Arrays.sort(millis);
        if (!what.equals("warm-up")) {
            System.out.printf("%-36s %,7.0f/s  p50 %6.1f ms  p99 %6.1f ms%n", what, count / seconds, millis[count / 2],
                    millis[count * 99 / 100]);
        }
    }

    /** One account a token, like the first administrator's: no endpoint lets a test choose them. */
    private static void makeAccounts(Installation slipway, String[] tokens) throws Exception {
        try (Connection database = slipway.database();
                PreparedStatement insert = database.prepareStatement("""
                        with made as (insert into account select (jsonb_populate_record(account, jsonb_build_object(
                            'id', gen_random_uuid(), 'email', ?::text))).* from account where email = 'admin@example.com' returning id)
                        insert into oauth_authorization (id, account_id, description, token_hash, hint, created_at, updated_at)
                        select gen_random_uuid(), id, 'bench', ?, 'bench', now(), now() from made""")) {
            for (String token : tokens) {
                insert.setString(1, token + "@example.org");
                insert.setBytes(2, hash(token));
                insert.executeUpdate();
            }
        }
    }

    private static byte[] hash(String token) throws NoSuchAlgorithmException {
        return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    }

    private void get(String server, String token, String path) throws Exception {
        expect(200, HttpRequest.newBuilder(URI.create(server + path)).header("Authorization", "Bearer " + token).build());
    }

    private void create(String server, String token, String name) throws Exception {
        expect(201, HttpRequest.newBuilder(URI.create(server + "/apps")).header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json").POST(BodyPublishers.ofString("{\"name\":\"" + name + "\"}")).build());
    }

    private void expect(int status, HttpRequest request) throws Exception {
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != status) {
            throw new AssertionError(request.uri() + " was answered " + answer.statusCode() + ": " + answer.body());
        }
    }

    /** As many connections as the platform has. */
    private static HikariDataSource pool(Installation slipway) throws SQLException {
        HikariConfig config = new HikariConfig();
        try (Connection one = slipway.database()) {
            config.setJdbcUrl(one.getMetaData().getURL());
        }
        config.setUsername("test");
        config.setPassword("test");
        config.setMaximumPoolSize(10);
        return new HikariDataSource(config);
    }

    /** Who asks, by the token; then the app with its owner, its release and the slug of it. */
    private static void read(HikariDataSource pool, byte[] tokenHash, String app) throws SQLException {
        try (Connection database = pool.getConnection()) {
            account(database, tokenHash);
            try (PreparedStatement select = database.prepareStatement("""
                    select app.*, account.email, release.version, slug.size from app left join account on account.id = app.owner_id
                    left join lateral (select * from release where app_id = app.id and status = 'succeeded'
                                       order by version desc limit 1) release on true
                    left join slug on slug.id = release.slug_id where app.name = ?""")) {
                select.setString(1, app);
                try (ResultSet rows = select.executeQuery()) {
                    require(rows.next());
                }
            }
        }
    }

    private static UUID account(Connection database, byte[] tokenHash) throws SQLException {
        try (PreparedStatement select = database.prepareStatement("select account.id from oauth_authorization "
                + "join account on account.id = account_id where token_hash = ?")) {
            select.setBytes(1, tokenHash);
            try (ResultSet rows = select.executeQuery()) {
                require(rows.next());
                return rows.getObject(1, UUID.class);
            }
        }
    }

    /** An app with its first releases, copied from one that the API made. */
    private static void write(HikariDataSource pool, byte[] tokenHash, String app) throws SQLException {
        try (Connection database = pool.getConnection()) {
            account(database, tokenHash);
            database.setAutoCommit(false);
            try (PreparedStatement insert = database.prepareStatement("""
                    with made as (insert into app select (jsonb_populate_record(app, jsonb_build_object(
                        'id', gen_random_uuid(), 'name', ?::text))).* from app where name = 'bench-0' returning id),
                    released as (insert into release select (jsonb_populate_record(release, jsonb_build_object(
                        'id', gen_random_uuid(), 'app_id', made.id))).* from made, release
                        join app on app.id = release.app_id where app.name = 'bench-0' returning id, version)
                    insert into release_config select released.id, release_config.config from released join release old
                        on old.version = released.version join app on app.id = old.app_id
                        join release_config on release_config.release_id = old.id where app.name = 'bench-0'""")) {
                insert.setString(1, app);
                insert.executeUpdate();
            }
            database.commit();
            database.setAutoCommit(true);
        }
    }

    private static void require(boolean found) {
        if (!found) {
            throw new AssertionError("the row is not there");
        }
    }
}
