package dev.slipway.platform.partner;

import dev.slipway.platform.net.WaryClient;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.ObjectMapper;

/**
 * Sends requests to providers, and waits for what becomes of each, 25 seconds at most. Nothing that a provider does is an
 * exception here.
 *
 * @see <a href="https://devcenter.heroku.com/articles/add-on-partner-api-reference">Heroku, Add-on Partner API</a>
 */
@Component
class PartnerClient {

    /** What Heroku gives them, too. */
    private static final Duration ALTOGETHER = Duration.ofSeconds(25);
    private static final int LONGEST_ANSWER = 64 << 10;
    /** So that one slow provider does not take all connections. */
    private static final int MOST_AT_ONCE_TO_ONE = 20;

    private final ObjectMapper json;
    private final WaryClient http;

    PartnerClient(ObjectMapper json) {
        this.json = json;
        this.http = new WaryClient("Slipway-Add-ons", SystemDefaultDnsResolver.INSTANCE,
                new WaryClient.Limits(10 * MOST_AT_ONCE_TO_ONE, MOST_AT_ONCE_TO_ONE, ALTOGETHER, ALTOGETHER));
    }

    @FunctionalInterface
    private interface Reading {

        PartnerAnswer read(ObjectMapper json, int status, byte[] body);
    }

    PartnerAnswer order(PartnerManifest provider, Map<String, Object> order) {
        HttpUriRequestBase request = new HttpUriRequestBase("POST", provider.baseUrl());
        request.setEntity(new StringEntity(json.writeValueAsString(order), ContentType.APPLICATION_JSON));
        return send(provider, request, PartnerAnswers::toOrder);
    }

    /** @param plan its short name */
    PartnerAnswer change(PartnerManifest provider, UUID addon, String plan) {
        HttpUriRequestBase request = new HttpUriRequestBase("PUT", provider.resource(addon));
        request.setEntity(new StringEntity(json.writeValueAsString(Map.of("plan", plan)), ContentType.APPLICATION_JSON));
        return send(provider, request, PartnerAnswers::toChange);
    }

    PartnerAnswer remove(PartnerManifest provider, UUID addon) {
        return send(provider, new HttpUriRequestBase("DELETE", provider.resource(addon)), PartnerAnswers::toRemoval);
    }

    private PartnerAnswer send(PartnerManifest provider, HttpUriRequestBase request, Reading reading) {
        request.setHeader(HttpHeaders.AUTHORIZATION, "Basic " + Base64.getEncoder().encodeToString(
                (provider.id() + ":" + provider.password()).getBytes(StandardCharsets.UTF_8)));
        request.setHeader(HttpHeaders.ACCEPT, "application/vnd.heroku-addons+json; version=3");
        try {
            WaryClient.Answer answer = http.send(request, LONGEST_ANSWER);
            return reading.read(json, answer.status(), answer.body());
        } catch (HttpTimeoutException e) {
            return new PartnerAnswer.Failed("did not answer within " + ALTOGETHER.toSeconds() + " seconds");
        } catch (IOException e) {
            return new PartnerAnswer.Failed("cannot be reached");
        } catch (RuntimeException e) {
            // What the client makes of an answer that is no HTTP.
            return new PartnerAnswer.Failed("gave an answer that cannot be read");
        }
    }

    @PreDestroy
    void close() throws IOException {
        http.close();
    }
}
