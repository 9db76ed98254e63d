package dev.slipway.runtime;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.Closeable;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A request to Docker whose connection becomes a stream. Made with docker-java's HTTP client and not with its commands,
 * which hand frames to callbacks: a stream is read at the reader's pace.
 */
final class HijackedStream implements Closeable {
    private final DockerHttpClient.Response response;

    private HijackedStream(DockerHttpClient.Response response) {
        this.response = response;
    }

    /**
     * @param path  of Docker's API, with its query
     * @param json  the request's body; empty for none
     * @param input what to send once the stream is open, read on a thread of its own; null for nothing
     * @throws DynoEngineException if Docker does not answer or says no
     */
    static HijackedStream open(DockerHttpClient http, String path, String json, @Nullable InputStream input) {
        DockerHttpClient.Request.Builder request = DockerHttpClient.Request.builder()
                .method(DockerHttpClient.Request.Method.POST).path(path).hijackedInput(input);
        if (!json.isEmpty()) {
            request.putHeader("Content-Type", "application/json");
            request.bodyBytes(json.getBytes(StandardCharsets.UTF_8));
        }
        CompletableFuture<DockerHttpClient.Response> answer =
                CompletableFuture.supplyAsync(() -> http.execute(request.build()), Thread::startVirtualThread);
        DockerHttpClient.Response response;
        try {
            response = Uninterruptibly.get(answer, ContainerApi.PATIENCE);
        } catch (RuntimeException e) {
            answer.thenAccept(DockerHttpClient.Response::close);
            throw new DynoEngineException("attach to", path, "the Docker Engine does not answer", e);
        }
        if (response.getStatusCode() != 200) {
            try (response) {
                throw new DynoEngineException("attach to", path, "Docker answered with status " + response.getStatusCode(), null);
            }
        }
        return new HijackedStream(response);
    }

    InputStream body() {
        return response.getBody();
    }

    @Override
    public void close() {
        try {
            response.close();
        } catch (RuntimeException e) {
            // It is closed already: Docker was faster.
        }
    }
}
