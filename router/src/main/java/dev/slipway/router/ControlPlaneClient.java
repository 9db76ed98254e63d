package dev.slipway.router;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The router's own requests to the control plane. Blocking: for background tasks only. */
final class ControlPlaneClient implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final URI controlPlane;
    private final TokenSource token;
    private final String routerId;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .executor(threads)
            .build();

    ControlPlaneClient(URI controlPlane, TokenSource token, String routerId) {
        this.controlPlane = controlPlane;
        this.token = token;
        this.routerId = routerId;
    }

    /** @return the endless body of a 200 response, to be closed by the caller */
    InputStream get(String path) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = head(request(path).GET().build());
        if (response.statusCode() != 200) {
            response.body().close();
            throw refused("GET", path, response.statusCode());
        }
        return response.body();
    }

    void post(String path, String contentType, String body) throws IOException, InterruptedException {
        HttpRequest request = request(path)
                .timeout(LIMIT)
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofString(body))
                .build();
        int status = http.send(request, BodyHandlers.discarding()).statusCode();
        if (status / 100 != 2) {
            throw refused("POST", path, status);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        threads.shutdownNow();
    }

    // HttpRequest.timeout() would limit the endless body too, from Java 26 on.
    private HttpResponse<InputStream> head(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<InputStream>> response = http.sendAsync(request, BodyHandlers.ofInputStream());
        try {
            return response.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(request.uri() + ": " + e.getCause(), e);
        } catch (TimeoutException e) {
            response.cancel(true);
            throw new IOException(request.uri() + " did not answer within " + LIMIT.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            response.cancel(true);
            throw e;
        }
    }

    private HttpRequest.Builder request(String path) throws IOException {
        String bearer = token.token().orElseThrow(() -> new IOException("there is no router token yet"));
        return HttpRequest.newBuilder(controlPlane.resolve(path))
                .header("Authorization", "Bearer " + bearer)
                .header(RouteFeed.ROUTER_ID_HEADER, routerId);
    }

    private IOException refused(String method, String path, int status) {
        String next = status == 401 || status == 403 ? "; compare the router's token with the control plane's" : "";
        return new IOException(method + " " + controlPlane.resolve(path) + " answered " + status + next);
    }
}
