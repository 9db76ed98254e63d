package dev.slipway.platform.webhook;

import dev.slipway.platform.net.OutboundAddresses;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;
import org.springframework.stereotype.Component;

/** Sends deliveries: to allowed addresses only, without following redirects, and never for longer than a receiver gets. */
@Component
class WebhookClient {

    static final int MOST_AT_ONCE = 200;
    private static final Timeout CONNECT = Timeout.ofSeconds(5);
    private static final Timeout ANSWER = Timeout.ofSeconds(10);
    private static final Duration ALTOGETHER = Duration.ofSeconds(20);
    private static final String HMAC = "HmacSHA256";

    private final CloseableHttpClient http;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("webhook-timer").factory());

    WebhookClient(OutboundAddresses addresses) {
        this.http = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new Allowed(addresses))
                        .setMaxConnTotal(MOST_AT_ONCE)
                        .setMaxConnPerRoute(MOST_AT_ONCE)
                        .setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(CONNECT).build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom().setResponseTimeout(ANSWER).build())
                // Deliveries are rare, and a kept connection would go on to an address that was allowed long ago.
                .setConnectionReuseStrategy((request, response, context) -> false)
                .setUserAgent("Slipway-Webhooks")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    /** Blocks until the receiver answered, or had its time. */
    Attempt.Outcome send(Attempt attempt) {
        HttpPost request = new HttpPost(attempt.url());
        request.setEntity(new StringEntity(attempt.body(), ContentType.APPLICATION_JSON));
        request.setHeader("Heroku-Webhook-Hmac-SHA256", signature(attempt));
        attempt.authorization().ifPresent(value -> request.setHeader(HttpHeaders.AUTHORIZATION, value));
        ScheduledFuture<?> alarm = timer.schedule(request::cancel, ALTOGETHER.toMillis(), TimeUnit.MILLISECONDS);
        // Closed without reading the body, which may be endless.
        try (ClassicHttpResponse response = http.executeOpen(null, request, null)) {
            return new Attempt.Answered(response.getCode());
        } catch (IOException e) {
            return new Attempt.NotAnswered(request.isCancelled() ? "Timeout"
                    : e.getClass().getSimpleName().replaceAll("(Http|Exception)", ""));
        } catch (RuntimeException e) {
            // What the client makes of a URL that is none to it.
            return new Attempt.NotAnswered("Request");
        } finally {
            alarm.cancel(false);
        }
    }

    @PreDestroy
    void close() throws IOException {
        timer.shutdownNow();
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

    /** Hands the client the addresses that were checked, so that it connects to no others. */
    private record Allowed(OutboundAddresses addresses) implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            return addresses.resolve(host.startsWith("[") ? host.substring(1, host.length() - 1) : host)
                    .toArray(InetAddress[]::new);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
