package dev.slipway.platform.conformance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Stands between one CLI and the router, passes everything on as it is, and remembers what was asked and answered. */
final class Recorder implements AutoCloseable {

    static {
        // Else the second packet of an answer waits for the client's delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final JsonMapper JSON = new JsonMapper();
    /** Of one connection, or set by the client itself. */
    private static final Set<String> OWN = Set.of("connection", "content-length", "transfer-encoding", "upgrade", "expect",
            "keep-alive", "http2-settings");

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER).build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final int routerPort;
    private List<Exchange> exchanges = new ArrayList<>();

    Recorder(int routerPort) throws IOException {
        this.routerPort = routerPort;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::pass);
        server.setExecutor(threads);
    }

    void start() {
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** What passed since the last call. */
    synchronized List<Exchange> take() {
        List<Exchange> taken = exchanges;
        exchanges = new ArrayList<>();
        return taken;
    }

    private synchronized void add(Exchange exchange) {
        exchanges.add(exchange);
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpResponse<InputStream> response = client.send(request(exchange), BodyHandlers.ofInputStream());
            InputStream body = response.body();
            response.headers().map().forEach((name, values) -> {
                if (!OWN.contains(name.toLowerCase())) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            try (body) {
                answer(exchange, response);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest request(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + routerPort + exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        // The client of a one-off dyno comes with TLS to where the API seems to be: to the router, and not here.
        boolean beginsOneOff = exchange.getRequestMethod().equals("POST") && exchange.getRequestURI().getPath().contains("/dynos");
        if (beginsOneOff) {
            request.header("Host", "localhost:" + routerPort);
        }
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (beginsOneOff && name.equalsIgnoreCase("host")) {
                return;
            }
            if (!OWN.contains(name.toLowerCase())) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    private void answer(HttpExchange exchange, HttpResponse<InputStream> response) throws IOException {
        boolean json = response.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
        boolean empty = response.headers().firstValue("Content-Length").orElse("").equals("0") || response.statusCode() == 204;
        // Recorded before the CLI can have read it: whoever takes the exchanges after its end misses none.
        byte[] body = json || empty ? response.body().readAllBytes() : new byte[0];
        add(new Exchange(exchange.getRequestMethod(), exchange.getRequestURI().getPath(), response.statusCode(), json, parse(body)));
        if (json || empty) {
            exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } else {
            exchange.sendResponseHeaders(response.statusCode(), 0);
            stream(response.body(), exchange.getResponseBody());
        }
    }

    private static void stream(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[8192];
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            to.write(buffer, 0, read);
            to.flush();
        }
    }

    private static JsonNode parse(byte[] body) {
        try {
            return body.length == 0 ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (JacksonException e) {
            return JSON.getNodeFactory().stringNode("not JSON: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        client.shutdownNow();
    }
}
