package dev.slipway.platform.drain;

import dev.slipway.platform.log.LogRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** Heroku's HTTPS drains: one request for a batch of lines. */
final class HttpsDelivery implements Delivery {

    private static final ContentType LOGPLEX = ContentType.create("application/logplex-1");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final DrainUrl url;
    private final String token;
    private final HttpClient http;
    private List<LogRecord> attempted = List.of();
    private String frameId = "";

    HttpsDelivery(DrainUrl url, String token, HttpClient http) {
        this.url = url;
        this.token = token;
        this.http = http;
    }

    @Override
    public void deliver(List<LogRecord> lines) throws IOException {
        if (lines != attempted) {
            frameId = UUID.randomUUID().toString(); // the same for every attempt, so that who got it twice can tell
            attempted = lines;
        }
        HttpPost request = new HttpPost(url.requestTarget());
        request.setHeader("User-Agent", "Slipway");
        request.setHeader("Logplex-Msg-Count", lines.size());
        request.setHeader("Logplex-Frame-Id", frameId);
        request.setHeader("Logplex-Drain-Token", token);
        url.authorization().ifPresent(value -> request.setHeader("Authorization", value));
        request.setEntity(new ByteArrayEntity(SyslogFrames.logplex(lines), LOGPLEX));
        int status;
        try (Deadline _ = Deadline.of(PATIENCE, request::abort)) {
            status = http.execute(request, response -> response.getCode());
        } catch (RuntimeException e) {
            throw new IOException("it answers with what is no HTTP", e); // a status of 000, for example
        }
        if (status == 408 || status == 429 || status >= 500) {
            throw new IOException("it answers with status " + status);
        }
        if (status < 200 || status > 299) {
            throw new RejectedException("it answers with status " + status);
        }
    }

    @Override
    public void close() {
        // Connections are the client's, which all drains share.
    }
}
