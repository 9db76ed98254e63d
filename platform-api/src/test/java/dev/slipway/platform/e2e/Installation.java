package dev.slipway.platform.e2e;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.ListContainersCmd;
import com.github.dockerjava.api.command.SyncDockerCmd;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import dev.slipway.platform.TestProcess;
import dev.slipway.router.RouterServer;
import dev.slipway.router.RouterSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A Slipway of its own on free ports: PostgreSQL in a container, the platform as a process that can be killed, the router
 * in this process, and dynos that carry this installation's label only.
 */
public final class Installation implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofMinutes(4);
    /** The test process with number 1 takes the next one, and so on. */
    private static final int FIRST_SUBNET = 220;

    private final String owner = "test-" + UUID.randomUUID().toString().substring(0, 8);
    private final PostgreSQLContainer database = new PostgreSQLContainer(
            DockerImageName.parse("slipway/postgres:trixie").asCompatibleSubstituteFor("postgres"));
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(60)).build();
    private final Path home;
    private final int routerPort;
    private final int platformPort;
    private final int rendezvousPort;
    private final String addonPorts = TestProcess.addonPorts();
    private final List<String> settings;
    private Map<String, String> firstLogin = Map.of();
    private @Nullable Process platform;
    private @Nullable RouterServer router;

    /**
     * @param home     an empty folder for everything the services keep
     * @param settings further {@code key=value} settings of the platform
     */
    public Installation(Path home, String... settings) {
        this.home = home;
        this.settings = List.of(settings);
        this.routerPort = TestProcess.freePort();
        this.platformPort = TestProcess.freePort();
        this.rendezvousPort = TestProcess.freePort();
    }

    /** Starts everything and waits until it answers. */
    public void start() throws Exception {
        database.start();
        startPlatform();
        RouterServer server = new RouterServer(new RouterSettings(
                List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), routerPort)), "localhost",
                URI.create("http://127.0.0.1:" + platformPort), Files.readString(home.resolve("secrets/router-token")).strip(),
                InetSocketAddress.createUnresolved("127.0.0.1", rendezvousPort),
                home.resolve("router")));
        server.start();
        router = server;
    }

    /** Starts the platform process alone, and waits until it is healthy. */
    void startPlatform() throws Exception {
        List<String> argv = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                System.getProperty("test.jvm", "-XX:+TieredCompilation"), "-Xmx384m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
                "dev.slipway.platform.SlipwayApplication",
                "--server.port=" + platformPort, "--slipway.ports=" + routerPort,
                "--slipway.rendezvous.port=" + rendezvousPort,
                "--slipway.home=" + home.resolve("platform"), "--slipway.secrets=" + home.resolve("secrets"),
                "--spring.datasource.url=" + database.getJdbcUrl(),
                "--spring.datasource.username=" + database.getUsername(),
                "--spring.datasource.password=" + database.getPassword(),
                "--slipway.owner=" + owner, "--slipway.builder.free-disk=100MB",
                "--slipway.runtime.network=slipway-test-" + TestProcess.NUMBER,
                "--slipway.runtime.subnet=10." + (FIRST_SUBNET + TestProcess.NUMBER) + ".0.0/16",
                "--slipway.addons.ports=" + addonPorts, "--slipway.backups.time-zone=" + whereItIsNoon(),
                "--slipway.addons.catalogue=" + Path.of("../addons").toAbsolutePath().normalize()));
        settings.forEach(setting -> argv.add("--" + setting));
        platform = new ProcessBuilder(argv).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile())).start();
        await("the platform to be healthy", () -> {
            if (!platform.isAlive()) {
                throw new AssertionError("the platform ended with status " + platform.exitValue() + "; its log:\n"
                        + Files.readString(log()));
            }
            return get("127.0.0.1:" + platformPort, "/actuator/health", platformPort).statusCode() == 200;
        });
    }

    /** No nightly backup comes between those of a test. */
    private static ZoneOffset whereItIsNoon() {
        return ZoneOffset.ofHours(12 - LocalTime.now(ZoneOffset.UTC).getHour());
    }

    /** Kills the platform process as a crash would. */
    void killPlatform() {
        if (platform != null) {
            platform.destroyForcibly().onExit().join();
        }
    }

    /** Bytes of memory that the platform process has for itself (its proportional set size). */
    long platformMemory() throws IOException {
        if (platform == null) {
            throw new IllegalStateException("the platform does not run");
        }
        return Files.readAllLines(Path.of("/proc/" + platform.pid() + "/smaps_rollup")).stream()
                .filter(line -> line.startsWith("Pss:")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .sum();
    }

    public int routerPort() {
        return routerPort;
    }

    int platformPort() {
        return platformPort;
    }

    /** For {@code ./slipway users}. */
    Path operatorToken() {
        return home.resolve("secrets/operator-token");
    }

    Path certificateAuthority() {
        return home.resolve("router").resolve("ca.crt");
    }

    /** A connection to the platform's database, for what no endpoint offers. */
    public Connection database() throws SQLException {
        return database.createConnection("");
    }

    /** E-mail address and password of the first administrator, who is made when this is first asked. */
    public synchronized Map<String, String> firstLogin() throws IOException, InterruptedException {
        if (firstLogin.isEmpty()) {
            Map<String, String> chosen = Map.of("email", "admin@example.com", "password", UUID.randomUUID().toString());
            String secret = Files.readString(home.resolve("platform/claim"));
            HttpResponse<String> answer = http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + platformPort + "/claim/" + secret))
                    .header("Content-Type", "application/x-www-form-urlencoded").header("Origin", "http://127.0.0.1:" + platformPort)
                    .POST(BodyPublishers.ofString("email=" + chosen.get("email") + "&password=" + chosen.get("password"))).build(),
                    BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError("the claim was answered " + answer.statusCode() + ": " + answer.body());
            }
            firstLogin = chosen;
        }
        return firstLogin;
    }

    /** A visitor's request to an app. */
    HttpResponse<String> visit(String app, String path) throws IOException, InterruptedException {
        return get(app + ".localhost:" + routerPort, path, routerPort);
    }

    private HttpResponse<String> get(String host, String path, int port) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).header("Host", host)
                .header("Accept", "text/html, */*;q=0.8").timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
    }

    /** Names of the containers of this installation's dynos that run. */
    List<String> dynoContainers() {
        return containers("slipway.dyno");
    }

    /** Names of the containers of this installation's backing services that run. */
    List<String> serviceContainers() {
        return containers("slipway.service");
    }

    /** As {@code docker system prune} does to those that are stopped. */
    void removeServiceContainers() {
        serviceContainers().forEach(Installation::removeContainer);
    }

    private List<String> containers(String label) {
        ListContainersCmd list = docker().listContainersCmd().withLabelFilter(Map.of("slipway.owner", owner));
        return list.exec().stream().filter(container -> container.getLabels().containsKey(label))
                .map(container -> container.getNames()[0]).toList();
    }

    /** Waits for a condition; on failure shows what the platform logged. */
    public void await(String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        Exception last = null;
        while (System.nanoTime() < deadline) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (IOException e) {
                last = e;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("waited in vain for " + what + "; the platform's log:\n" + Files.readString(log()), last);
    }

    /** Something that becomes true, or not. */
    public interface Condition {
        boolean holds() throws Exception;
    }

    private Path log() {
        return home.resolve("platform.log");
    }

    private static DockerClient docker() {
        return DockerClientFactory.lazyClient();
    }

    /** Until there are none: removals that the platform began go on when it is killed. */
    private void removeContainers(String ownerLabel) {
        ListContainersCmd list = docker().listContainersCmd().withShowAll(true).withLabelFilter(Map.of(ownerLabel, owner));
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        for (List<Container> left = list.exec(); !left.isEmpty(); left = list.exec()) {
            left.forEach(container -> removeContainer(container.getId()));
            if (System.nanoTime() > deadline) {
                throw new AssertionError("these containers cannot be removed: " + left);
            }
            LockSupport.parkNanos(100_000_000);
        }
    }

    private static void removeContainer(String id) {
        remove(docker().removeContainerCmd(id).withForce(true));
    }

    /** Until it is gone: removals that others began are under way for a while, and what they remove is in use until then. */
    private static void remove(SyncDockerCmd<Void> removal) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (true) {
            try {
                removal.exec();
                return;
            } catch (NotFoundException e) {
                return;
            } catch (ConflictException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            }
            LockSupport.parkNanos(100_000_000);
        }
    }

    /** Removes what builds of an app left: its dependency cache, whose name tells the app's key, and its images. */
    private static void removeBuilds(String cache) {
        String app = cache.substring("slipway-cache-".length());
        docker().listImagesCmd().withReferenceFilter("slipway-apps/" + app).exec()
                .forEach(image -> remove(docker().removeImageCmd(image.getId()).withForce(true)));
        remove(docker().removeVolumeCmd(cache));
    }

    @Override
    public void close() {
        if (router != null) {
            router.close();
        }
        killPlatform();
        removeContainers("slipway.owner");
        removeContainers("slipway.builder");
        docker().listVolumesCmd().withFilter("label", List.of("slipway.builder=" + owner)).exec().getVolumes()
                .forEach(volume -> removeBuilds(volume.getName()));
        docker().listVolumesCmd().withFilter("label", List.of("slipway.owner=" + owner)).exec().getVolumes()
                .forEach(volume -> remove(docker().removeVolumeCmd(volume.getName())));
        database.stop();
    }
}
