package dev.slipway.router;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The control plane's end of the route feed, on a real socket. */
final class FakeControlPlane implements AutoCloseable {

    static final String TOKEN = "router-token";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<String> feed = new LinkedBlockingQueue<>();
    private final BlockingQueue<RouterReport> reports = new LinkedBlockingQueue<>();
    private final BlockingQueue<AccessLine> accessLines = new LinkedBlockingQueue<>();
    private final BlockingQueue<Map.Entry<String, String>> feedRequests = new LinkedBlockingQueue<>();

    private final BlockingQueue<String> fingerprints = new LinkedBlockingQueue<>();

    private FakeControlPlane(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
        server.setExecutor(threads);
        server.createContext(RouteFeed.ROUTES_PATH, this::feed);
        server.createContext(RouteFeed.REPORTS_PATH, exchange -> {
            reports.add(RouteFeed.decodeReport(body(exchange)));
            end(exchange, 204);
        });
        server.createContext(RouteFeed.LOGS_PATH, exchange -> {
            accessLines.addAll(RouteFeed.decodeAccessLines(body(exchange)));
            end(exchange, 204);
        });
        server.createContext("/", exchange -> {
            fingerprints.addAll(exchange.getRequestHeaders().getOrDefault("X-Slipway-CA-Fingerprint", List.of()));
            byte[] answer = ("control plane got " + exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + body(exchange).length()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    static FakeControlPlane start() {
        return start(0);
    }

    static FakeControlPlane start(int port) {
        try {
            return new FakeControlPlane(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    int port() {
        return server.getAddress().getPort();
    }

    void send(RouteUpdate update) {
        feed.add(RouteFeed.encode(update));
    }

    void sendLine(String line) {
        feed.add(line);
    }

    /** The next report that fits; others before it are dropped. */
    RouterReport awaitReport(Predicate<RouterReport> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        RouterReport last = null;
        while (System.nanoTime() < deadline) {
            RouterReport report = reports.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (report != null && wanted.test(report)) {
                return report;
            }
            last = report == null ? last : report;
        }
        throw new AssertionError("no such report; the last was " + last);
    }

    /** Of the router's authority, as the requests that were answered so far told. */
    List<String> fingerprintsHeard() {
        return List.copyOf(fingerprints);
    }

    AccessLine awaitAccessLine() throws InterruptedException {
        AccessLine line = accessLines.poll(60, TimeUnit.SECONDS);
        if (line == null) {
            throw new AssertionError("no access line");
        }
        return line;
    }

    /** Authorization and router id of the next request for the feed. */
    Map.Entry<String, String> awaitFeedRequest() throws InterruptedException {
        Map.Entry<String, String> request = feedRequests.poll(60, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("nobody asked for the feed");
        }
        return request;
    }

    private void feed(HttpExchange exchange) throws IOException {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        feedRequests.add(Map.entry(
                String.valueOf(authorization),
                String.valueOf(exchange.getRequestHeaders().getFirst(RouteFeed.ROUTER_ID_HEADER))));
        if (!("Bearer " + TOKEN).equals(authorization)) {
            end(exchange, 401);
            return;
        }
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            while (true) {
                out.write((feed.take() + "\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void end(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    @Override
    public void close() {
        die();
    }

    /** Stops in the middle of everything. */
    void die() {
        server.stop(0);
        threads.shutdownNow();
    }
}
