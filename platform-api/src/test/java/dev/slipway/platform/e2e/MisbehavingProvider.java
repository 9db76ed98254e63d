package dev.slipway.platform.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A provider of the service {@code broken}, whose plans are named after what is wrong with it. */
final class MisbehavingProvider implements AutoCloseable {

    private static final List<String> PLANS = List.of("garbage", "silent", "error", "foreign", "endless", "refused", "never",
            "patient");
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern PLAN = Pattern.compile("\"plan\":\"(\\w+)\"");

    private final HttpServer server;
    private final CountDownLatch end = new CountDownLatch(1);
    private final Map<String, String> orders = new ConcurrentHashMap<>();
    private final Queue<String> removed = new ConcurrentLinkedQueue<>();

    private MisbehavingProvider(HttpServer server) {
        this.server = server;
    }

    static MisbehavingProvider start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        MisbehavingProvider provider = new MisbehavingProvider(server);
        server.createContext("/", provider::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return provider;
    }

    /** Writes its file of the add-on catalogue. */
    void writeManifest(Path folder) throws IOException {
        Files.writeString(folder.resolve("broken.yml"), """
                name: broken
                driver: partner
                attachment: BROKEN
                settings:
                  base_url: http://localhost:%d/heroku/resources
                  password: secret
                  sso_salt: salt
                  client_secret: secret
                  config_vars: [BROKEN_URL]
                plans: [%s]
                """.formatted(server.getAddress().getPort(),
                String.join(", ", PLANS.stream().map(plan -> "{name: " + plan + "}").toList())));
    }

    /** The last order of a plan, JSON. */
    String order(String plan) {
        return orders.getOrDefault(plan, "");
    }

    /** Those of the plans whose add-ons were ordered here and have not been removed. */
    List<String> left(List<String> plans) {
        return plans.stream().filter(orders::containsKey).filter(plan -> !removed.contains(find(UUID, order(plan), 0))).toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (exchange.getRequestMethod().equals("DELETE")) {
            removed.add(find(UUID, exchange.getRequestURI().getPath(), 0));
            send(exchange, 200, "ok");
            return;
        }
        String plan = find(PLAN, body, 1);
        orders.put(plan, body);
        switch (plan) {
            case "garbage" -> send(exchange, 200, "<html>Welcome to nginx</html>");
            case "error" -> send(exchange, 500, "{\"message\":\"oops\"}");
            case "foreign" -> send(exchange, 200, "{\"id\":1,\"config\":{\"DATABASE_URL\":\"postgres://evil.example\"}}");
            case "refused" -> send(exchange, 422, "{\"message\":\"Only one notepad for each school.\"}");
            case "never", "patient" -> send(exchange, 202, "{\"message\":\"Soon.\"}");
            case "endless" -> sendForever(exchange);
            default -> awaitTheEnd(exchange);
        }
    }

    private static String find(Pattern pattern, String text, int group) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(group) : "";
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** Until the other side has had enough. */
    private static void sendForever(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        byte[] much = "[".repeat(8192).getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = exchange.getResponseBody()) {
            while (true) {
                out.write(much);
            }
        }
    }

    private void awaitTheEnd(HttpExchange exchange) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
    }
}
