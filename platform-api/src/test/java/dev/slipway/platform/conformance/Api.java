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

    private static final Duration DEADLINE = Duration.ofSeconds(60);

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

    /** @param body of HTTP, or what a query printed */
    record Answer(int status, String body) {}

    /** A new token, as {@code heroku login -i} gets it. */
    static String login(int routerPort, String email, String password) throws IOException, InterruptedException {
        String basic = "Basic " + Base64.getEncoder().encodeToString((email + ":" + password).getBytes(StandardCharsets.UTF_8));
        Answer answer = new Api(routerPort, basic).send("POST", "/oauth/authorizations", "{\"expires_in\":2592000}");
        return JSON.readTree(answer.body()).at("/access_token/token").asString();
    }

    Answer answer(ApiCall call) throws IOException, InterruptedException {
        return switch (call.method()) {
            case "VISIT" -> send("GET", call.path().substring(0, call.path().indexOf('/')) + ".localhost",
                    call.path().substring(call.path().indexOf('/')), "");
            case "QUERY" -> query(call.path().substring(0, call.path().indexOf('/')),
                    call.path().substring(call.path().indexOf('/') + 1), call.body());
            default -> send(call.method(), call.path(), call.body());
        };
    }

    Answer send(String method, String path, String body) throws IOException, InterruptedException {
        return send(method, "localhost", path, body);
    }

    private Answer send(String method, String host, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + routerPort + path))
                .header("Host", host + ":" + routerPort).header("Accept", "application/vnd.heroku+json; version=3")
                .timeout(DEADLINE);
        if (host.equals("localhost")) {
            request.header("Authorization", authorization).header("Content-Type", "application/json");
        }
        HttpResponse<String> response = http.send(request.method(method, BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }

    /** Runs SQL in a database of an app, with the program that the CLI takes too; status 500 if it fails. */
    private Answer query(String app, String configVar, String sql) throws IOException, InterruptedException {
        String url = require("GET", "/apps/" + app + "/config-vars", "").path(configVar).asString();
        Process psql = new ProcessBuilder("psql", "--no-psqlrc", "--tuples-only", "--no-align", "--command", sql, url)
                .redirectErrorStream(true).start();
        psql.getOutputStream().close();
        String output = new String(psql.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!psql.waitFor(DEADLINE)) {
            psql.destroyForcibly();
            return new Answer(500, "killed after " + DEADLINE.toSeconds() + " s: " + output);
        }
        return new Answer(psql.exitValue() == 0 ? 200 : 500, output);
    }

    /** The answer of a request that must succeed. */
    JsonNode require(String method, String path, String body) throws IOException, InterruptedException {
        return require(new ApiCall("", "", method, path, body));
    }

    /** The answer of a call that must succeed; that of a query is none. */
    JsonNode require(ApiCall call) throws IOException, InterruptedException {
        Answer answer = answer(call);
        if (answer.status() >= 400) {
            throw new AssertionError("before the command: " + call.method() + " " + call.path() + " " + call.body() + " answered "
                    + answer.status() + " " + answer.body());
        }
        return call.method().equals("QUERY") || answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
    }
}
