package dev.slipway.platform.partner;

import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
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
import tools.jackson.databind.ObjectMapper;

/**
 * Sends requests to providers. A provider may be slow, broken or hostile: what it answers is read up to a limit of size and of
 * time, redirects are not followed, and nothing that it does is an exception here.
 *
 * @see <a href="https://devcenter.heroku.com/articles/add-on-partner-api-reference">Heroku, Add-on Partner API</a>
 */
@Component
class PartnerClient {

    /** What Heroku gives them, too. */
    private static final Duration ALTOGETHER = Duration.ofSeconds(25);
    private static final Timeout CONNECT = Timeout.ofSeconds(5);
    private static final int LONGEST_ANSWER = 64 << 10;
    /** So that one slow provider does not take all connections. */
    private static final int MOST_AT_ONCE_TO_ONE = 20;
    private static final ContentType TYPE = ContentType.APPLICATION_JSON;

    private final ObjectMapper json;
    private final CloseableHttpClient http;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("partner-timer").factory());

    PartnerClient(ObjectMapper json) {
        this.json = json;
        this.http = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(10 * MOST_AT_ONCE_TO_ONE)
                        .setMaxConnPerRoute(MOST_AT_ONCE_TO_ONE)
                        .setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(CONNECT).build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom().setConnectionRequestTimeout(Timeout.of(ALTOGETHER))
                        .setResponseTimeout(Timeout.of(ALTOGETHER)).build())
                .setConnectionReuseStrategy((request, response, context) -> false) // requests are rare
                .setUserAgent("Slipway-Add-ons")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    /**
     * Sends one request and waits for what becomes of it, 25 seconds at most.
     *
     * @param body empty for none
     */
    PartnerAnswer send(PartnerManifest provider, String method, URI address, Map<String, Object> body) {
        HttpUriRequestBase request = new HttpUriRequestBase(method, address);
        request.setHeader(HttpHeaders.AUTHORIZATION, "Basic " + Base64.getEncoder().encodeToString(
                (provider.id() + ":" + provider.password()).getBytes(StandardCharsets.UTF_8)));
        request.setHeader(HttpHeaders.ACCEPT, "application/vnd.heroku-addons+json; version=3");
        if (!body.isEmpty()) {
            request.setEntity(new StringEntity(json.writeValueAsString(body), TYPE));
        }
        ScheduledFuture<?> alarm = timer.schedule(request::cancel, ALTOGETHER.toMillis(), TimeUnit.MILLISECONDS);
        try (ClassicHttpResponse response = http.executeOpen(null, request, null)) {
            return PartnerAnswers.read(json, response.getCode(), body(request, response));
        } catch (IOException e) {
            return new PartnerAnswer.Failed(request.isCancelled()
                    ? "did not answer within " + ALTOGETHER.toSeconds() + " seconds" : "cannot be reached");
        } catch (RuntimeException e) {
            // What the client makes of an answer that is no HTTP.
            return new PartnerAnswer.Failed("gave an answer that cannot be read");
        } finally {
            alarm.cancel(false);
        }
    }

    private static byte[] body(HttpUriRequestBase request, ClassicHttpResponse response) throws IOException {
        if (response.getEntity() == null) {
            return new byte[0];
        }
        byte[] body = response.getEntity().getContent().readNBytes(LONGEST_ANSWER + 1);
        if (body.length > LONGEST_ANSWER) {
            request.cancel(); // else closing the response reads to the end, of which there may be none
            throw new IllegalStateException("longer than " + LONGEST_ANSWER + " bytes");
        }
        return body;
    }

    @PreDestroy
    void close() throws IOException {
        timer.shutdownNow();
        http.close();
    }
}
