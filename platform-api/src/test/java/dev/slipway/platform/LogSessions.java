package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** Reads logs as the Heroku CLI does. */
final class LogSessions {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ApiClient user;

    LogSessions(ApiClient user) {
        this.user = user;
    }

    /** One event: a line and its id, empty for lines that are not in the log. */
    record Event(String id, String line) {}

    /** The URL of a session's stream. */
    String open(String app, String request) throws Exception {
        return user.post(app + "/log-sessions", request).is(201).text("logplex_url");
    }

    /** All lines of a session that does not follow. */
    List<String> read(String app, String request) throws Exception {
        try (Stream<String> body = stream(open(app, request)).body()) {
            return body.filter(line -> line.startsWith("data: ")).map(line -> line.substring(6)).toList();
        }
    }

    /** The open stream; to be closed. */
    static HttpResponse<Stream<String>> stream(String url, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).header("Accept", "text/event-stream");
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<Stream<String>> response = HTTP.send(request.build(), BodyHandlers.ofLines());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        return response;
    }

    /** The next event of a stream, waited for. */
    static Event next(Iterator<String> lines) {
        String id = "";
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("data: ")) {
                return new Event(id, line.substring(6));
            }
        }
        throw new AssertionError("the stream ended");
    }
}
