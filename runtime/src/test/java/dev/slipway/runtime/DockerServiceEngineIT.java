package dev.slipway.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.RestartPolicy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DockerServiceEngineIT {
    private static final String NAME = "shop-db";
    private static final int PORT = 4000;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final List<String> SERVE = List.of("python3", "-u", "-m", "http.server", Integer.toString(PORT));

    private static TestDocker docker;

    private DynoEngine engine;
    private ServiceEngine services;

    @BeforeAll
    static void connect() {
        docker = new TestDocker();
    }

    @AfterAll
    static void disconnect() throws Exception {
        if (docker != null) {
            docker.close();
        }
    }

    @BeforeEach
    void open() {
        engine = DynoEngine.onDocker(docker.client, docker.settings(Map.of("db.example", "gateway")), new RecordingListener());
        engine.start();
        services = engine.services();
    }

    @AfterEach
    void close() {
        engine.close();
        docker.removeContainers();
        docker.removeVolumes();
    }

    /** Serves the files of its volume on a free port of the host. */
    private static ServiceSpec spec() {
        return spec(SERVE, Map.of(), freePort());
    }

    private static ServiceSpec spec(List<String> command, Map<String, String> environment, int port) {
        return new ServiceSpec(NAME, TestDocker.IMAGE, Optional.empty(), command, environment, List.of(),
                List.of(new ServiceSpec.Port(PORT, "0.0.0.0", port)), Optional.of("/app"),
                new ServiceSpec.Limits(64 << 20, 500_000_000, 512, 50), List.of(), Duration.ofSeconds(30),
                Map.of("test.app", "shop"));
    }

    private static ServiceSpec healthyIf(ServiceSpec spec, String... health) {
        return new ServiceSpec(spec.name(), spec.image(), spec.user(), spec.command(), spec.environment(), spec.files(),
                spec.ports(), spec.volume(), spec.limits(), List.of(health), Duration.ofSeconds(2), spec.labels());
    }

    private static ServiceSpec with(ServiceSpec spec, String user, ServiceSpec.File file) {
        return new ServiceSpec(spec.name(), spec.image(), Optional.of(user), spec.command(), spec.environment(),
                List.of(file), spec.ports(), spec.volume(), spec.limits(), spec.health(), spec.bootTimeout(), spec.labels());
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a shell prints in the service. */
    private String shell(String script) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            assertThat(services.exec(NAME, List.of("sh", "-c", script), Map.of(), out, out, MINUTE)).as(script).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8).strip();
    }

    private String containerName() {
        return docker.owner + "-service-" + NAME;
    }

    // --- run, find, remove

    /** As docker system prune does it when nothing runs. */
    @Test
    void aNetworkThatSomebodyRemovedIsMadeAgain() {
        docker.client.removeNetworkCmd(docker.settings(Map.of()).network()).exec();

        Service service = services.run(spec());

        assertThat(service.state()).isEqualTo(ServiceState.HEALTHY);
        assertThat(shell("hostname -i")).isEqualTo(service.address());
    }

    @Test
    void aServiceRunsOnceHoweverOftenItIsAskedFor() {
        ServiceSpec spec = spec();

        Service first = services.run(spec);
        Service second = services.run(spec);

        assertThat(second).isEqualTo(first);
        assertThat(services.find(NAME)).contains(first);
        assertThat(services.find(spec)).contains(first);
        assertThat(services.find(spec(List.of("another", "command"), Map.of(), freePort()))).isEmpty();
        assertThat(services.all()).containsExactly(first);
        assertThat(first.state()).isEqualTo(ServiceState.HEALTHY);
        assertThat(first.labels()).isEqualTo(Map.of("test.app", "shop"));
        assertThat(first.image()).isEqualTo(TestDocker.IMAGE);
    }

    @Test
    void aServiceThatWasStoppedIsStartedAgain() {
        ServiceSpec spec = spec();
        Service first = services.run(spec);
        docker.client.stopContainerCmd(containerName()).withTimeout(0).exec();
        assertThat(services.find(NAME).orElseThrow().state()).isEqualTo(ServiceState.EXITED);

        Service second = services.run(spec);

        assertThat(second.state()).isEqualTo(ServiceState.HEALTHY);
        assertThat(second.startedAt()).isAfter(first.startedAt());
        assertThat(second.address()).isEqualTo(first.address());
    }

    @Test
    void aServiceOfAnotherSpecificationIsReplacedAndKeepsItsDataAndAddress() {
        int port = freePort();
        Service first = services.run(spec(SERVE, Map.of("COLOUR", "red"), port));
        assertThat(shell("echo precious >/app/data; echo $COLOUR")).isEqualTo("red");

        Service second = services.run(spec(SERVE, Map.of("COLOUR", "blue"), port));

        assertThat(shell("cat /app/data; echo $COLOUR")).isEqualTo("precious\nblue");
        assertThat(second.address()).isEqualTo(first.address());
        assertThat(docker.containers()).hasSize(1);
    }

    @Test
    void removingAServiceRemovesItsDataAndIsDoneTwiceWithoutHarm() {
        ServiceSpec spec = spec();
        services.run(spec);
        shell("echo precious >/app/data");

        services.remove(NAME);
        services.remove(NAME);

        assertThat(services.find(NAME)).isEmpty();
        assertThat(services.volumes()).isEmpty();
        services.run(spec);
        assertThat(shell("ls /app")).isEmpty();
    }

    @Test
    void theVolumeTellsWhoseItIsWhenTheContainerIsGoneAndIsTakenUpAgain() {
        ServiceSpec spec = spec();
        services.run(spec);
        shell("echo precious >/app/data");

        docker.removeContainers();

        assertThat(services.all()).isEmpty();
        assertThat(services.volumes()).containsExactly(new ServiceVolume(NAME, Map.of("test.app", "shop")));
        services.run(spec);
        assertThat(shell("cat /app/data")).isEqualTo("precious");
    }

    @Test
    void anotherEngineFindsTheServiceAndGivesItsAddressToNoDyno() {
        Service service = services.run(spec());
        engine.close();

        open();

        assertThat(services.find(NAME)).contains(service);
        assertThat(engine.dynos()).isEmpty();
        Dyno dyno = launch("sleep 600");
        assertThat(docker.inspect(dyno).getNetworkSettings().getNetworks().get(docker.owner).getIpAddress())
                .isNotEqualTo(service.address());
    }

    @Test
    void aNewServiceThatNeverGetsHealthyLeavesNothingButTheEndOfItsLog() {
        String secret = "correct-horse-battery";
        ServiceSpec crashing = spec(List.of("sh", "-c", "echo no space left >&2; exit 3"), Map.of("PASSWORD", secret), freePort());

        assertThatThrownBy(() -> services.run(crashing)).isInstanceOf(DynoEngineException.class)
                .hasMessageContaining("no space left").hasMessageContaining(NAME).message().doesNotContain(secret);
        assertThat(docker.containers()).isEmpty();
        assertThat(services.volumes()).isEmpty();
    }

    @Test
    void anExistingServiceThatGetsNoLongerHealthyIsLeftAsItIs() {
        ServiceSpec spec = spec();
        services.run(spec);
        shell("echo precious >/app/data");

        assertThatThrownBy(() -> services.run(healthyIf(spec, "false"))).isInstanceOf(DynoEngineException.class)
                .hasMessageContaining("PT2S").hasMessageContaining("Serving HTTP");

        assertThat(shell("cat /app/data")).isEqualTo("precious");
        services.run(healthyIf(spec, "test", "-f", "/app/data"));
    }

    @Test
    void aPortThatIsTakenIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            assertThatThrownBy(() -> services.run(spec(SERVE, Map.of(), taken.getLocalPort())))
                    .isInstanceOfSatisfying(PortTakenException.class,
                            e -> assertThat(e.port()).isEqualTo(taken.getLocalPort()));
        }
        assertThat(docker.containers()).isEmpty();
        assertThat(services.volumes()).isEmpty();

        int port = freePort();
        services.run(spec(SERVE, Map.of(), port));
        ServiceSpec first = spec(SERVE, Map.of(), port);
        ServiceSpec second = new ServiceSpec("other", first.image(), first.user(), first.command(), first.environment(),
                first.files(), first.ports(), first.volume(), first.limits(), first.health(), first.bootTimeout(), Map.of());
        assertThatThrownBy(() -> services.run(second)).isInstanceOfSatisfying(PortTakenException.class,
                e -> assertThat(e.port()).isEqualTo(port));
    }

    @Test
    void anImageThatIsNotThereOrRunsAsRootIsRefused() {
        ServiceSpec spec = spec();
        assertThatThrownBy(() -> services.run(image(spec, "slipway/absent:none"))).isInstanceOf(DynoEngineException.class)
                .hasMessageContaining("slipway/absent:none");
        assertThatThrownBy(() -> services.run(image(spec, "slipway/base:trixie"))).isInstanceOf(DynoEngineException.class)
                .hasMessageContaining("root");
        assertThat(docker.containers()).isEmpty();
    }

    private static ServiceSpec image(ServiceSpec spec, String image) {
        return new ServiceSpec(spec.name(), image, spec.user(), spec.command(), spec.environment(), spec.files(),
                spec.ports(), spec.volume(), spec.limits(), spec.health(), spec.bootTimeout(), spec.labels());
    }

    // --- what its process can and cannot do

    @Test
    void aServiceHasNoPrivilegesBoundedResourcesAndTheFilesItWasGiven() {
        services.run(with(spec(), "1000:1000", new ServiceSpec.File("/run/secrets/password", "pässword")));

        assertThat(shell("id -u; cat /run/secrets/password; grep -E '^(CapEff|CapBnd|NoNewPrivs)' /proc/1/status | tr -d '\\t'; "
                + "echo x 2>/dev/null >/run/secrets/password || echo read-only"))
                .isEqualTo("1000\npässwordCapEff:0000000000000000\nCapBnd:0000000000000000\nNoNewPrivs:1\nread-only");
        var host = docker.client.inspectContainerCmd(containerName()).exec().getHostConfig();
        assertThat(host.getMemory()).isEqualTo(64 << 20);
        assertThat(host.getMemorySwap()).isEqualTo(64 << 20);
        assertThat(host.getNanoCPUs()).isEqualTo(500_000_000);
        assertThat(host.getCpuShares()).isEqualTo(512);
        assertThat(host.getPidsLimit()).isEqualTo(50);
        assertThat(host.getCapDrop()).containsExactly(Capability.ALL);
        assertThat(host.getRestartPolicy()).isEqualTo(RestartPolicy.unlessStoppedRestart());
        assertThat(host.getLogConfig().getConfig()).containsKeys("max-size", "max-file");
    }

    @Test
    void dynosReachAServiceThroughTheGatewayOnlyAndByTheNameThatSettingsGiveIt() {
        ServiceSpec spec = spec();
        Service service = services.run(spec);
        int port = spec.ports().getFirst().host();
        shell("echo from the service >/app/index.html");
        Dyno dyno = launch("sleep 600");

        String get = "curl -sS -m %d --noproxy '*' http://%s:%d/ 2>&1 || echo none";
        assertThat(docker.run(dyno, "bash", "-c", get.formatted(30, engine.gateway(), port))).isEqualTo("from the service\n");
        assertThat(docker.run(dyno, "bash", "-c", get.formatted(30, "db.example", port))).isEqualTo("from the service\n");
        assertThat(docker.run(dyno, "bash", "-c", get.formatted(2, service.address(), PORT))).endsWith("none\n");
    }

    @Test
    void aServiceWhoseProcessDiesComesBackWithTheSameAddressAndPort() {
        ServiceSpec spec = spec();
        Service before = services.run(spec);

        // From inside: Docker does not restart what was killed through its API.
        docker.client.execStartCmd(docker.client.execCreateCmd(containerName()).withCmd("bash", "-c", "kill -KILL -1").exec()
                .getId()).withDetach(true).exec(new com.github.dockerjava.api.async.ResultCallback.Adapter<>());

        Eventually.holds("it is back", () -> services.find(NAME).filter(now -> now.state() == ServiceState.HEALTHY
                && now.startedAt().isAfter(before.startedAt())).isPresent());
        assertThat(services.find(NAME).orElseThrow().address()).isEqualTo(before.address());
        assertThat(answers(spec.ports().getFirst().host())).isTrue();
    }

    private static boolean answers(int port) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build(),
                    HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Dyno launch(String command) {
        LaunchOutcome outcome = engine.launch(new DynoSpec("shop", "shop", 1, "worker", 1, TestDocker.IMAGE, command,
                Map.of(), false, 64 << 20, 1024, MINUTE));
        assertThat(outcome).isInstanceOf(LaunchOutcome.Up.class);
        return ((LaunchOutcome.Up) outcome).dyno();
    }

    // --- exec

    @Test
    void fiftyMegabytesPassThroughACommandUnchanged() throws Exception {
        services.run(spec());
        Random random = new Random(1);
        MessageDigest sent = MessageDigest.getInstance("SHA-256");
        MessageDigest received = MessageDigest.getInstance("SHA-256");
        InputStream in = new DigestInputStream(new InputStream() {
            private int left = 50 << 20;

            @Override
            public int read() {
                throw new UnsupportedOperationException("nobody reads single bytes");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                if (left == 0) {
                    return -1;
                }
                byte[] bytes = new byte[Math.min(left, length)];
                random.nextBytes(bytes);
                System.arraycopy(bytes, 0, buffer, offset, bytes.length);
                left -= bytes.length;
                return bytes.length;
            }
        }, sent);
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int status = services.exec(NAME, List.of("sh", "-c", "cat; echo \"$WORD\" >&2; exit 7"), Map.of("WORD", "done"), in,
                new DigestOutputStream(OutputStream.nullOutputStream(), received), err, MINUTE);

        assertThat(status).isEqualTo(7);
        assertThat(HexFormat.of().formatHex(received.digest())).isEqualTo(HexFormat.of().formatHex(sent.digest()));
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("done\n");
        assertThat(shell("ls /tmp")).isEmpty();
    }

    @Test
    void aCommandThatReadsNothingOfItsInputEndsAllTheSame() throws IOException {
        services.run(spec());
        PipedInputStream endless = new PipedInputStream(new PipedOutputStream());

        assertThat(services.exec(NAME, List.of("false"), Map.of(), endless, OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(), MINUTE)).isEqualTo(1);
    }

    @Test
    void aCommandEndsWithTheThreadThatWaitsForIt() throws Exception {
        services.run(spec());
        PipedInputStream input = new PipedInputStream(new PipedOutputStream());
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                services.exec(NAME, List.of("sleep", "4321"), Map.of(), input, OutputStream.nullOutputStream(),
                        OutputStream.nullOutputStream(), MINUTE);
                outcome.complete(new AssertionError("it ended by itself"));
            } catch (IOException | RuntimeException e) {
                outcome.complete(Thread.currentThread().isInterrupted() ? e : new AssertionError("the interrupt is lost", e));
            }
        });
        Eventually.holds("the command runs", () -> runs("sleep 4321"));

        caller.interrupt();

        assertThat(outcome.get()).isInstanceOf(CancellationException.class);
        assertThat(runs("sleep 4321")).isFalse();
    }

    @Test
    void aCommandEndsAfterItsLimit() {
        services.run(spec());

        assertThatThrownBy(() -> services.exec(NAME, List.of("sh", "-c", "trap '' TERM; while :; do sleep 4322; done"), Map.of(),
                OutputStream.nullOutputStream(), OutputStream.nullOutputStream(), Duration.ofSeconds(1)))
                .isInstanceOf(DynoEngineException.class).hasMessageContaining("PT1S");
        assertThat(runs("sleep 4322")).isFalse();
    }

    @Test
    void anInputThatBreaksOffIsNoEndOfTheInput() {
        services.run(spec());
        InputStream breaking = new SequenceInputStream(
                new ByteArrayInputStream("half of it\n".getBytes(StandardCharsets.UTF_8)), new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("the client is gone");
                    }
                });

        assertThatThrownBy(() -> services.exec(NAME, List.of("sh", "-c", "cat >/app/draft && mv /app/draft /app/whole"),
                Map.of(), breaking, OutputStream.nullOutputStream(), OutputStream.nullOutputStream(), MINUTE))
                .isInstanceOf(IOException.class).hasMessage("the client is gone");
        assertThat(shell("ls /app")).doesNotContain("whole");
    }

    @Test
    void aCommandEndsWhenNobodyTakesItsOutput() {
        services.run(spec());
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int single) throws IOException {
                throw new IOException("the client is gone");
            }
        };

        assertThatThrownBy(() -> services.exec(NAME, List.of("yes", "4323"), Map.of(), closed, closed, MINUTE))
                .isInstanceOf(IOException.class).hasMessage("the client is gone");
        assertThat(runs("yes 4323")).isFalse();
    }

    @Test
    void aCommandInAServiceThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> services.exec(NAME, List.of("true"), Map.of(), OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(), MINUTE)).isInstanceOf(DynoEngineException.class).hasMessageContaining(NAME);
        assertThatIllegalArgumentException().isThrownBy(() -> services.find("../x"));
    }

    @Test
    void theEndOfItsLogCanBeRead() {
        services.run(spec(List.of("sh", "-c", "echo one; echo two >&2; exec python3 -u -m http.server " + PORT), Map.of(), freePort()));

        assertThat(services.tail(NAME, 100)).contains("one", "two");
        assertThat(services.tail(NAME, 1)).hasSize(1);
    }

    /** Whether a process with this command line runs in the service. */
    private boolean runs(String commandLine) {
        return shell("for process in /proc/[0-9]*; do tr '\\0' ' ' <$process/cmdline; echo; done 2>/dev/null").lines()
                .anyMatch(line -> line.strip().equals(commandLine));
    }
}
