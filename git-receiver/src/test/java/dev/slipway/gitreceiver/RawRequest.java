package dev.slipway.gitreceiver;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;

/** Requests that the {@code git} command would not send. */
final class RawRequest {

    private RawRequest() {}

    /** The body of a push that creates main. */
    static byte[] pushOfMain(String commit, byte[] pack) {
        return push(commit, "refs/heads/main", pack);
    }

    static byte[] push(String commit, String ref, byte[] pack) {
        String command = "0".repeat(40) + " " + commit + " " + ref + "\0report-status side-band-64k";
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("%04x%s0000".formatted(command.length() + 4, command).getBytes(UTF_8));
        body.writeBytes(pack);
        return body.toByteArray();
    }

    /** Sends the headers of a request with a body of {@code announced} bytes, and its {@code beginning} only. */
    static Socket startPost(GitServerFixture git, String service, byte[] beginning, int announced) throws IOException {
        URI uri = URI.create(git.urlWithoutCredentials("shop.git/" + service));
        Socket socket = new Socket(uri.getHost(), uri.getPort());
        socket.getOutputStream().write("""
                POST %s HTTP/1.1\r
                Host: %s\r
                Authorization: %s\r
                Content-Type: application/x-%s-request\r
                Content-Length: %d\r
                \r
                """.formatted(uri.getPath(), uri.getHost(), basic("any:" + GitServerFixture.PASSWORD), service, announced)
                .getBytes(UTF_8));
        socket.getOutputStream().write(beginning);
        socket.getOutputStream().flush();
        return socket;
    }

    static String post(GitServerFixture git, String service, byte[] body) {
        return post(git, service, "identity", body).body();
    }

    static HttpResponse<String> post(GitServerFixture git, String service, String encoding, byte[] body) {
        return send(HttpRequest.newBuilder(URI.create(git.urlWithoutCredentials("shop.git/" + service)))
                .header("Content-Type", "application/x-" + service + "-request")
                .header("Content-Encoding", encoding)
                .POST(BodyPublishers.ofByteArray(body)), "any:" + GitServerFixture.PASSWORD);
    }

    /** @param userInfo user and password with a colon between; empty for no credentials */
    static HttpResponse<String> get(GitServerFixture git, String path, String userInfo) {
        return send(HttpRequest.newBuilder(URI.create(git.urlWithoutCredentials(path))), userInfo);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, String userInfo) {
        if (!userInfo.isEmpty()) {
            request.header("Authorization", basic(userInfo));
        }
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String basic(String userInfo) {
        return "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(UTF_8));
    }
}
