package dev.slipway.runtime;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An open log of one container, message by message. Read from Docker's HTTP API itself: docker-java rounds
 * {@code since} to seconds and tears messages at its buffer's end, so that the parts of a long line and their
 * timestamps could not be told apart.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerAttach">the
 *      stream's format</a>
 */
final class ContainerLog implements AutoCloseable {
    private static final int LONGEST_MESSAGE = 1 << 20;

    /**
     * @param stdout true for stdout, false for stderr
     * @param at     when Docker received it
     * @param text   one line with its line break, or a part of one without
     */
    record Message(boolean stdout, Instant at, byte[] text) {}

    private final DockerHttpClient.Response response;
    private final DataInputStream body;

    private ContainerLog(DockerHttpClient.Response response) {
        this.response = response;
        this.body = new DataInputStream(response.getBody());
    }

    /**
     * Follows the log of {@code container} until its process ends, or reads what there is if it has ended.
     *
     * @param since seconds since 1970, a dot, and nine digits
     */
    static ContainerLog open(DockerHttpClient http, String container, String since) throws IOException {
        DockerHttpClient.Request request = DockerHttpClient.Request.builder().method(DockerHttpClient.Request.Method.GET)
                .path("/containers/" + container + "/logs?follow=1&stdout=1&stderr=1&timestamps=1&since=" + since).build();
        CompletableFuture<DockerHttpClient.Response> answer =
                CompletableFuture.supplyAsync(() -> http.execute(request), Thread::startVirtualThread);
        DockerHttpClient.Response response;
        try {
            response = Uninterruptibly.get(answer, ContainerApi.PATIENCE);
        } catch (RuntimeException e) {
            answer.thenAccept(DockerHttpClient.Response::close);
            throw new IOException("the Docker Engine does not answer", e);
        }
        if (response.getStatusCode() != 200) {
            try (response) {
                throw new IOException("status " + response.getStatusCode() + " for the log of " + container);
            }
        }
        return new ContainerLog(response);
    }

    /** The next message, waited for; null at the end. Fails when the connection breaks. */
    @Nullable Message next() throws IOException {
        int stream = body.read();
        if (stream < 0) {
            return null;
        }
        body.skipNBytes(3);
        int length = body.readInt();
        if (length < 0 || length > LONGEST_MESSAGE) {
            throw new IOException("a log message of " + length + " bytes");
        }
        byte[] message = body.readNBytes(length);
        if (message.length < length) {
            throw new EOFException("a log message was cut off");
        }
        int space = 0;
        while (space < length && message[space] != ' ') {
            space++;
        }
        try {
            Instant at = Instant.parse(new String(message, 0, space, StandardCharsets.US_ASCII));
            return new Message(stream != 2, at, Arrays.copyOfRange(message, Math.min(space + 1, length), length));
        } catch (DateTimeException e) {
            throw new IOException("a log message without a timestamp", e);
        }
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
