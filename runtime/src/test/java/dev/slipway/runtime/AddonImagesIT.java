package dev.slipway.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.exception.NotFoundException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The images of {@code stack/addon-*}, run as services are: without privileges, and each as its own user. */
class AddonImagesIT {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static TestDocker docker;
    private static DynoEngine engine;
    private static ServiceEngine services;

    @BeforeAll
    static void open() {
        docker = new TestDocker();
        engine = DynoEngine.onDocker(docker.client, docker.settings(), new RecordingListener());
        engine.start();
        services = engine.services();
    }

    @AfterAll
    static void close() throws IOException {
        if (engine != null) {
            engine.close();
        }
        if (docker != null) {
            docker.close();
        }
    }

    @AfterEach
    void remove() {
        services.all().forEach(service -> services.remove(service.name()));
    }

    private static ServiceSpec spec(String addon, Map<String, String> environment, int port, String volume, String... health) {
        String image = "slipway/addon-" + addon + ":trixie";
        try {
            docker.client.inspectImageCmd(image).exec();
        } catch (NotFoundException e) {
            Assumptions.abort("needs the image " + image + ": run stack/build-images addon-" + addon);
        }
        return new ServiceSpec(addon, image, Optional.empty(), List.of(), environment, List.of(),
                List.of(new ServiceSpec.Port(port, "127.0.0.1", DockerServiceEngineIT.freePort())),
                Optional.of(volume).filter(path -> !path.isEmpty()), new ServiceSpec.Limits(256 << 20, 0, 1024, 100),
                List.of(health), MINUTE, Map.of());
    }

    /** The status of the command and what it printed. */
    private static String exec(String service, Map<String, String> environment, String input, String... argv) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            int status = services.exec(service, List.of(argv), environment,
                    new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), out, out, MINUTE);
            return (status + " " + out.toString(StandardCharsets.UTF_8)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // --- PostgreSQL

    private static ServiceSpec postgres(String password) {
        return spec("postgres", Map.of("POSTGRES_PASSWORD", password), 5432, "/var/lib/postgresql", "healthy");
    }

    private static String sql(String role, String database, String statements) {
        return exec("postgres", Map.of(), statements, "psql", "-U", role, "-d", database, "-Atq", "-v", "ON_ERROR_STOP=1");
    }

    private static String from(String host, String user, String password, String mode) {
        return exec("postgres", Map.of("PGPASSWORD", password, "PGSSLMODE", mode), "",
                "psql", "-h", host, "-U", user, "-d", user, "-Atc", "SELECT 'in'");
    }

    @Test
    void postgresLetsInWhoHasAPasswordAndTlsAndNobodyElse() {
        Service service = services.run(postgres("first"));
        assertThat(sql("postgres", "postgres", "CREATE ROLE ada LOGIN PASSWORD 'lovelace'; CREATE DATABASE ada OWNER ada;"))
                .isEqualTo("0");

        assertThat(from(service.address(), "ada", "lovelace", "require")).isEqualTo("0 in");
        assertThat(from(service.address(), "ada", "wrong", "require")).startsWith("2 ").contains("authentication failed");
        assertThat(from(service.address(), "ada", "lovelace", "disable")).startsWith("2 ").contains("no encryption");
        assertThat(from(service.address(), "postgres", "first", "require")).isEqualTo("0 in");
    }

    @Test
    void anOwnerOfADatabaseMayCreateHarmlessExtensionsAndNoneThatReadsFiles() {
        services.run(postgres("first"));
        sql("postgres", "postgres", "CREATE ROLE ada LOGIN PASSWORD 'lovelace'; CREATE DATABASE ada OWNER ada;");

        for (String extension : List.of("vector", "dblink", "pg_stat_statements", "earthdistance", "hstore")) {
            assertThat(sql("ada", "ada", "CREATE EXTENSION " + extension + " CASCADE;")).startsWith("0");
        }
        for (String extension : List.of("file_fdw", "postgres_fdw", "pgstattuple")) {
            assertThat(sql("ada", "ada", "CREATE EXTENSION " + extension + ";")).as(extension).contains("permission denied");
        }
        assertThat(sql("ada", "ada", "SELECT dblink_connect('host=/run/postgresql user=postgres dbname=postgres');"))
                .contains("password");
        assertThat(from("127.0.0.1", "postgres", "lovelace", "require")).contains("authentication failed");
    }

    @Test
    void postgresKeepsItsDataAndCertificateUnderAnotherPassword() {
        services.run(postgres("first"));
        sql("postgres", "postgres", "CREATE TABLE kept AS SELECT 42 AS answer;");
        String certificate = exec("postgres", Map.of(), "", "cat", "/var/lib/postgresql/tls/server.crt");

        Service service = services.run(postgres("second"));

        assertThat(sql("postgres", "postgres", "SELECT answer FROM kept;")).isEqualTo("0 42");
        assertThat(exec("postgres", Map.of(), "", "cat", "/var/lib/postgresql/tls/server.crt")).isEqualTo(certificate);
        assertThat(from(service.address(), "postgres", "second", "require")).isEqualTo("0 in");
        assertThat(from(service.address(), "postgres", "first", "require")).contains("authentication failed");
    }

    @Test
    void aDumpGoesThroughPipesIntoAnotherDatabase() throws IOException {
        services.run(postgres("first"));
        sql("postgres", "postgres", "CREATE ROLE ada LOGIN PASSWORD 'lovelace'; CREATE DATABASE ada OWNER ada; "
                + "CREATE DATABASE copy OWNER ada;");
        sql("ada", "ada", "CREATE TABLE notes AS SELECT n, repeat(md5(n::text), 30) AS text FROM generate_series(1, 20000) n;");
        ByteArrayOutputStream dump = new ByteArrayOutputStream();

        assertThat(services.exec("postgres", List.of("pg_dump", "-U", "ada", "-Fc", "-Z0", "ada"), Map.of(), dump,
                OutputStream.nullOutputStream(), MINUTE)).isZero();
        assertThat(services.exec("postgres", List.of("pg_restore", "-U", "ada", "-d", "copy", "--single-transaction"), Map.of(),
                new ByteArrayInputStream(dump.toByteArray()), OutputStream.nullOutputStream(), OutputStream.nullOutputStream(),
                MINUTE)).isZero();

        assertThat(dump.size()).isGreaterThan(15 << 20);
        assertThat(sql("ada", "copy", "SELECT count(*), sum(n) FROM notes;")).isEqualTo("0 20000|200010000");
    }

    // --- Redis

    @Test
    void redisAsksForItsPasswordWithTlsAndWithoutAndKeepsItsData() {
        ServiceSpec spec = spec("redis", Map.of("REDIS_PASSWORD", "s3cret", "REDIS_MAXMEMORY", "20mb"), 6379, "/var/lib/redis",
                "healthy");
        services.run(spec);
        Map<String, String> password = Map.of("REDISCLI_AUTH", "s3cret");

        assertThat(exec("redis", Map.of(), "", "redis-cli", "get", "k")).contains("NOAUTH");
        assertThat(exec("redis", password, "", "redis-cli", "set", "k", "v")).isEqualTo("0 OK");
        assertThat(exec("redis", password, "", "redis-cli", "--tls", "--insecure", "-p", "6380", "get", "k")).isEqualTo("0 v");
        assertThat(exec("redis", password, "", "redis-cli", "config", "get", "maxmemory")).endsWith("20971520");
        assertThat(exec("redis", Map.of(), "", "cat", "/proc/1/cmdline")).doesNotContain("s3cret");

        services.run(new ServiceSpec(spec.name(), spec.image(), spec.user(), spec.command(), spec.environment(), spec.files(),
                spec.ports(), spec.volume(), spec.limits(), spec.health(), spec.bootTimeout(), Map.of("another", "container")));
        assertThat(exec("redis", password, "", "redis-cli", "get", "k")).isEqualTo("0 v");
    }

    @Test
    void redisIsHealthyAlsoWhenItsClientsHaveAllConnections() {
        ServiceSpec spec = spec("redis", Map.of("REDIS_PASSWORD", "s3cret"), 6379, "/var/lib/redis", "healthy");
        Map<String, String> password = Map.of("REDISCLI_AUTH", "s3cret");
        services.run(spec);
        assertThat(exec("redis", password, "", "redis-cli", "config", "set", "maxclients", "1")).isEqualTo("0 OK");

        // Again and again: the ping may have the only connection when the first one comes.
        assertThat(exec("redis", password, "", "sh", "-c", "while :; do redis-cli blpop nothing 30; done >/dev/null 2>&1 & "
                + "until redis-cli ping 2>&1 | grep -q 'max number'; do sleep 0.1; done; healthy; status=$?; kill $!; exit $status"))
                .isEqualTo("0");
    }

    // --- Memcached

    @Test
    void memcachedLetsInWhoHasThePassword() throws IOException {
        Service service = services.run(spec("memcached", Map.of("MEMCACHED_USER", "ada", "MEMCACHED_PASSWORD", "lovelace"), 11211, ""));

        assertThat(saslPlain(service.address(), "ada", "lovelace")).isZero();
        assertThat(saslPlain(service.address(), "ada", "wrong")).isEqualTo(0x20);
    }

    /**
     * The status of a login over the binary protocol.
     *
     * @see <a href="https://github.com/memcached/memcached/wiki/SASLAuthProtocol">the protocol</a>
     */
    private static int saslPlain(String host, String user, String password) throws IOException {
        byte[] body = ("PLAIN\0" + user + "\0" + password).getBytes(StandardCharsets.US_ASCII);
        byte[] request = new byte[24 + body.length];
        request[0] = (byte) 0x80;
        request[1] = 0x21;
        request[3] = 5;
        request[11] = (byte) body.length;
        System.arraycopy(body, 0, request, 24, body.length);
        try (Socket socket = new Socket(host, 11211)) {
            socket.getOutputStream().write(request);
            InputStream answer = socket.getInputStream();
            byte[] header = answer.readNBytes(24);
            return (header[6] & 0xFF) << 8 | header[7] & 0xFF;
        }
    }
}
