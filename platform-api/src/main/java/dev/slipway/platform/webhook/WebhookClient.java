package dev.slipway.platform.webhook;

import dev.slipway.platform.net.CheckedResolver;
import dev.slipway.platform.net.OutboundAddresses;
import dev.slipway.platform.net.WaryClient;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.springframework.stereotype.Component;

/** Sends deliveries, to allowed addresses only. */
@Component
class WebhookClient {

    static final int MOST_AT_ONCE = 200;
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final Duration ALTOGETHER = Duration.ofSeconds(20);
    private static final String HMAC = "HmacSHA256";

    private final WaryClient http;

    WebhookClient(OutboundAddresses addresses) {
        this.http = new WaryClient("Slipway-Webhooks", new CheckedResolver(addresses),
                new WaryClient.Limits(MOST_AT_ONCE, MOST_AT_ONCE, SILENCE, ALTOGETHER));
    }

    /** Blocks until the receiver answered, or had its time. What it says beside the status nobody reads. */
    Attempt.Outcome send(Attempt attempt) {
        HttpPost request = new HttpPost(attempt.url());
        request.setEntity(new StringEntity(attempt.body(), ContentType.APPLICATION_JSON));
        request.setHeader("Heroku-Webhook-Hmac-SHA256", signature(attempt));
        attempt.authorization().ifPresent(value -> request.setHeader(HttpHeaders.AUTHORIZATION, value));
        try {
            return new Attempt.Answered(http.send(request, 0).status());
        } catch (IOException e) {
            return new Attempt.NotAnswered(e.getClass().getSimpleName().replaceAll("(Http|Exception)", ""));
        } catch (RuntimeException e) {
            // What the client makes of a URL that is none to it.
            return new Attempt.NotAnswered("Request");
        }
    }

    @PreDestroy
    void close() throws IOException {
        http.close();
    }

    private static String signature(Attempt attempt) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(attempt.secret().getBytes(StandardCharsets.UTF_8), HMAC));
            return Base64.getEncoder().encodeToString(mac.doFinal(attempt.body().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no HMAC-SHA-256", e);
        }
    }
}
