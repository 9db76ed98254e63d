package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks to the API as the Heroku CLI does. */
public final class ApiClient {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String server;
    private final String authorization;

    private ApiClient(String server, String authorization) {
        this.server = server;
        this.authorization = authorization;
    }

    record Answer(int status, JsonNode body, HttpResponse<String> response) {

        Answer is(int expected) {
            assertThat(status).as(response.body()).isEqualTo(expected);
            return this;
        }

        /** Heroku's error shape with this id, and a sentence for the user. */
        Answer isError(int expected, String id) {
            is(expected);
            assertThat(body.path("id").asString()).isEqualTo(id);
            assertThat(body.path("message").asString()).isNotBlank().doesNotContain("Exception");
            return this;
        }

        String text(String field) {
            return body.path(field).asString();
        }
    }

    static ApiClient anonymous(int port) {
        return new ApiClient("http://127.0.0.1:" + port, "");
    }

    ApiClient withToken(String token) {
        return new ApiClient(server, "Bearer " + token);
    }

    ApiClient withPassword(String email, String password) {
        return new ApiClient(server, "Basic " + Base64.getEncoder().encodeToString(
                (email + ":" + password).getBytes(StandardCharsets.UTF_8)));
    }

    /** A new token of an account. */
    public static String token(int port, String email, String password) throws Exception {
        return anonymous(port).withPassword(email, password).post("/oauth/authorizations", "{\"expires_in\":2592000}").is(201)
                .body().path("access_token").path("token").asString();
    }

    /** Logs in as {@code heroku login -i} does. */
    ApiClient login(String email, String password) throws Exception {
        Answer answer = withPassword(email, password).post("/oauth/authorizations", "{\"expires_in\":2592000}").is(201);
        return withToken(answer.body().path("access_token").path("token").asString());
    }

    Answer get(String path, String... headers) throws Exception {
        return send(request(path, headers).GET());
    }

    Answer delete(String path) throws Exception {
        return send(request(path).DELETE());
    }

    Answer delete(String path, String json) throws Exception {
        return send(request(path).method("DELETE", BodyPublishers.ofString(json)));
    }

    Answer post(String path, String json) throws Exception {
        return send(request(path).POST(BodyPublishers.ofString(json)));
    }

    Answer patch(String path, String json) throws Exception {
        return send(request(path).method("PATCH", BodyPublishers.ofString(json)));
    }

    Answer put(String path, String json) throws Exception {
        return call("PUT", path, json);
    }

    /** Any method; GET and HEAD go without the body. */
    Answer call(String method, String path, String json) throws Exception {
        boolean bodyless = method.equals("GET") || method.equals("HEAD");
        return send(request(path).method(method, bodyless ? BodyPublishers.noBody() : BodyPublishers.ofString(json)));
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path))
                .header("Accept", "application/vnd.heroku+json; version=3.sdk").header("Content-Type", "application/json");
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request;
    }

    private Answer send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        boolean json = response.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
        return new Answer(response.statusCode(), json ? JSON.readTree(response.body()) : JSON.nullNode(), response);
    }
}
