package dev.slipway.router;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** A router on port 0 whose routes the test sets; without a control plane unless one is given. */
final class TestRouter implements AutoCloseable {

    /** Only its pauses and its linger ever elapse in a test. */
    static final Timings PATIENT = new Timings(
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            List.of(Duration.ofMillis(20), Duration.ofMillis(40), Duration.ofMillis(80)),
            Duration.ofSeconds(60),
            Duration.ofMillis(100));

    static Timings withConnect(Duration connect) {
        return timings(connect, PATIENT.firstByte(), PATIENT.idle(), PATIENT.waiting(), PATIENT.pauses());
    }

    static Timings withFirstByte(Duration firstByte) {
        return timings(PATIENT.connect(), firstByte, PATIENT.idle(), PATIENT.waiting(), PATIENT.pauses());
    }

    static Timings withIdle(Duration idle) {
        return timings(PATIENT.connect(), PATIENT.firstByte(), idle, PATIENT.waiting(), PATIENT.pauses());
    }

    static Timings withWaiting(Duration waiting) {
        return timings(PATIENT.connect(), PATIENT.firstByte(), PATIENT.idle(), waiting, PATIENT.pauses());
    }

    static Timings withPauses(Duration... pauses) {
        return timings(PATIENT.connect(), PATIENT.firstByte(), PATIENT.idle(), PATIENT.waiting(), List.of(pauses));
    }

    static Timings withLinger(Duration linger) {
        return new Timings(PATIENT.connect(), PATIENT.firstByte(), PATIENT.idle(), PATIENT.waiting(),
                PATIENT.quarantine(), PATIENT.pauses(), PATIENT.keepAlive(), linger);
    }

    private static Timings timings(
            Duration connect, Duration firstByte, Duration idle, Duration waiting, List<Duration> pauses) {
        return new Timings(
                connect, firstByte, idle, waiting, PATIENT.quarantine(), pauses, PATIENT.keepAlive(), PATIENT.linger());
    }

    private final RouterServer server;
    private final AtomicLong version = new AtomicLong();

    private TestRouter(RouterServer server) {
        this.server = server;
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TestRouter start(Path home) {
        return start(home, PATIENT);
    }

    static TestRouter start(Path home, Timings timings) {
        return new TestRouter(new RouterServer(
                settings(home, "localhost", nowhere()), Optional::empty, timings, Duration.ofSeconds(30), Clock.systemUTC()));
    }

    /** A router that connects clients of one-off dynos with {@code rendezvous}. */
    static TestRouter meeting(Path home, InetSocketAddress rendezvous, Timings timings) {
        RouterSettings usual = settings(home, "localhost", nowhere());
        return new TestRouter(new RouterServer(
                new RouterSettings(usual.listen(), "localhost", usual.controlPlane(), "", rendezvous, home),
                Optional::empty, timings, Duration.ofSeconds(30), Clock.systemUTC()));
    }

    static TestRouter following(Path home, URI controlPlane) {
        return following(home, controlPlane, Duration.ofSeconds(30));
    }

    static TestRouter following(Path home, URI controlPlane, Duration feedSilence) {
        return new TestRouter(new RouterServer(
                settings(home, "localhost", controlPlane),
                () -> Optional.of(FakeControlPlane.TOKEN),
                PATIENT,
                feedSilence,
                Clock.systemUTC()));
    }

    static RouterSettings settings(Path home, String domain, URI controlPlane) {
        return new RouterSettings(
                List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), domain, controlPlane, "", home);
    }

    /** A URL that refuses connections. */
    static URI nowhere() {
        return URI.create("http://127.0.0.1:" + unusedPort());
    }

    static int unusedPort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TestRouter route(String hostname, Upstream... upstreams) {
        return put(new Route(hostname, "app-key", "shop", Route.Status.SERVING, List.of(upstreams)));
    }

    TestRouter route(String hostname, Route.Status status) {
        return put(new Route(hostname, "app-key", "shop", status, List.of()));
    }

    TestRouter put(Route route) {
        server.apply(new RouteUpdate.Put(version.incrementAndGet(), route));
        return this;
    }

    Wire connect() {
        return Wire.to(address());
    }

    /** One request on a connection of its own. */
    Wire.Response get(String host, String target) {
        try (Wire wire = connect()) {
            return wire.get(host, target).readResponse();
        }
    }

    InetSocketAddress address() {
        return server.addresses().getFirst();
    }

    RouterServer server() {
        return server;
    }

    @Override
    public void close() {
        server.close();
    }
}
