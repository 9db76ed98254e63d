package dev.slipway.platform.conformance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The suite's own way to the API, for what must be there before a command and for what it changed. */
final class Api {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final int routerPort;
    private final String authorization;

    private Api(int routerPort, String authorization) {
        this.routerPort = routerPort;
        this.authorization = authorization;
    }

    static Api withToken(int routerPort, String token) {
        return new Api(routerPort, "Bearer " + token);
    }

    /** A new token, as {@code heroku login -i} gets it. */
    static String login(int routerPort, String email, String password) throws IOException, InterruptedException {
        String basic = "Basic " + Base64.getEncoder().encodeToString((email + ":" + password).getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> answer = new Api(routerPort, basic).send("POST", "/oauth/authorizations", "{\"expires_in\":2592000}");
        return JSON.readTree(answer.body()).at("/access_token/token").asString();
    }

    HttpResponse<String> send(String method, String path, String body) throws IOException, InterruptedException {
        return send(method, "localhost", path, body);
    }

    /** A visitor's request to an app. */
    HttpResponse<String> visit(String app, String path) throws IOException, InterruptedException {
        return send("GET", app + ".localhost", path, "");
    }

    private HttpResponse<String> send(String method, String host, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + routerPort + path))
                .header("Host", host + ":" + routerPort).header("Accept", "application/vnd.heroku+json; version=3")
                .timeout(Duration.ofSeconds(60));
        if (host.equals("localhost")) {
            request.header("Authorization", authorization).header("Content-Type", "application/json");
        }
        return http.send(request.method(method, BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    /** The answer of a request that must succeed. */
    JsonNode require(String method, String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(method, path, body);
        if (answer.statusCode() >= 400) {
            throw new AssertionError("before the command: " + method + " " + path + " " + body + " answered "
                    + answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body().isEmpty() ? "{}" : answer.body());
    }
}
