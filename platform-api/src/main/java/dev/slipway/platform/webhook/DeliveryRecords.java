package dev.slipway.platform.webhook;

import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.crypto.Vault;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;

/** The rows of events and deliveries; each method is one transaction, so that no attempt holds one while it runs. */
@Service
class DeliveryRecords {

    private static final int LISTED = 1000;
    private static final int MOST_WAITING = 1000;
    private static final Duration KEPT = Duration.ofDays(7);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final Duration GIVES_UP_AFTER = Duration.ofDays(1);
    private static final int MOST_DOUBLINGS = 20;

    private final WebhookRepository webhooks;
    private final WebhookEventRepository events;
    private final WebhookDeliveryRepository deliveries;
    private final Vault vault;
    private final ObjectMapper json;
    private final Clock clock;

    DeliveryRecords(WebhookRepository webhooks, WebhookEventRepository events, WebhookDeliveryRepository deliveries,
                    Vault vault, ObjectMapper json, Clock clock) {
        this.webhooks = webhooks;
        this.events = events;
        this.deliveries = deliveries;
        this.vault = vault;
        this.json = json;
        this.clock = clock;
    }

    /** A delivery with what the API says of its event and webhook. */
    record Listed(WebhookDeliveryEntity delivery, String include, String level) {}

    /** Writes an event down, with one delivery for each of {@code subscribers}. */
    @Transactional
    void write(WebhookEventEntity event, List<WebhookEntity> subscribers) {
        events.saveAndFlush(event);
        for (WebhookEntity webhook : subscribers) {
            WebhookDeliveryEntity delivery = new WebhookDeliveryEntity();
            delivery.webhookId = webhook.id;
            delivery.eventId = event.id;
            delivery.createdAt = event.createdAt;
            delivery.updatedAt = event.createdAt;
            if (deliveries.countByWebhookIdAndNextAttemptAtNotNull(webhook.id) < MOST_WAITING) {
                delivery.nextAttemptAt = event.createdAt;
            } else {
                // A receiver that has been away for long does not fill the database.
                delivery.status = WebhookDeliveryEntity.FAILED;
            }
            deliveries.saveAndFlush(delivery);
        }
    }

    /** Webhooks that have something to deliver now. */
    @Transactional(readOnly = true)
    List<WebhookDeliveryRepository.Due> due() {
        return deliveries.due(Instant.now(clock));
    }

    /** The next delivery of this webhook, if it is due. */
    @Transactional
    Optional<Attempt> next(UUID webhookId) {
        Optional<WebhookEntity> webhook = webhooks.findById(webhookId);
        Instant now = Instant.now(clock);
        return webhook.flatMap(_ -> deliveries.findFirstByWebhookIdAndNextAttemptAtNotNullOrderBySeq(webhookId))
                .filter(delivery -> delivery.nextAttemptAt != null && !delivery.nextAttemptAt.isAfter(now))
                .flatMap(delivery -> events.findById(delivery.eventId)
                        .map(event -> attempt(webhook.get(), delivery, event)));
    }

    private Attempt attempt(WebhookEntity webhook, WebhookDeliveryEntity delivery, WebhookEventEntity event) {
        UUID attemptId = UUID.randomUUID();
        Map<String, Object> body = json.readValue(event.payload, new TypeReference<>() {});
        body.put("webhook_metadata", Map.of("attempt", Map.of("id", attemptId), "delivery", Map.of("id", delivery.id),
                "event", Map.of("id", event.id, "include", event.include), "webhook", Map.of("id", webhook.id)));
        byte[] authorization = webhook.authorization;
        return new Attempt(attemptId, delivery.id, URI.create(webhook.url), vault.decrypt(webhook.secret),
                Optional.ofNullable(authorization).map(vault::decrypt), json.writeValueAsString(body));
    }

    /** Notes how an attempt ended, and when the next one is. */
    @Transactional
    void ended(Attempt attempt, Attempt.Outcome outcome) {
        // The webhook, and its deliveries with it, may have been removed while the attempt ran.
        deliveries.findById(attempt.deliveryId()).ifPresent(delivery -> {
            Instant now = Instant.now(clock);
            delivery.numAttempts++;
            delivery.attemptId = attempt.id();
            delivery.attemptAt = now;
            delivery.attemptCode = outcome instanceof Attempt.Answered(int code) ? code : null;
            delivery.attemptError = outcome instanceof Attempt.NotAnswered(String error) ? error : null;
            delivery.updatedAt = now;
            delivery.nextAttemptAt = outcome.succeeded() ? null : next(delivery, now);
            delivery.status = outcome.succeeded() ? WebhookDeliveryEntity.SUCCEEDED
                    : delivery.nextAttemptAt == null ? WebhookDeliveryEntity.FAILED : WebhookDeliveryEntity.RETRYING;
        });
    }

    private @Nullable Instant next(WebhookDeliveryEntity delivery, Instant now) {
        boolean retries = webhooks.findById(delivery.webhookId)
                .filter(webhook -> webhook.level.equals(Webhook.Level.SYNC.word())).isPresent();
        if (!retries || now.isAfter(delivery.createdAt.plus(GIVES_UP_AFTER))) {
            return null;
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(delivery.numAttempts - 1, MOST_DOUBLINGS));
        return now.plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
    }

    /** @param status one of Heroku's words; empty for all */
    @Transactional(readOnly = true)
    List<Listed> newest(App app, String status) {
        List<WebhookDeliveryEntity> found = deliveries.newest(app.id(), status, LISTED);
        Map<UUID, String> includes = events.findAllById(found.stream().map(one -> one.eventId).distinct().toList()).stream()
                .collect(Collectors.toMap(event -> event.id, event -> event.include));
        Map<UUID, String> levels = webhooks.findByAppIdOrderByCreatedAt(app.id()).stream()
                .collect(Collectors.toMap(webhook -> webhook.id, webhook -> webhook.level));
        return found.stream().map(one -> new Listed(one, includes.getOrDefault(one.eventId, ""),
                levels.getOrDefault(one.webhookId, ""))).toList();
    }

    @Transactional(readOnly = true)
    Listed require(App app, UUID id) {
        return deliveries.findOne(id, app.id()).map(delivery -> new Listed(delivery,
                        events.findById(delivery.eventId).map(event -> event.include).orElse(""),
                        webhooks.findById(delivery.webhookId).map(webhook -> webhook.level).orElse("")))
                .orElseThrow(() -> ApiException.notFound("webhook delivery"));
    }

    /** The newest ones. */
    @Transactional(readOnly = true)
    List<WebhookEventEntity> events(App app) {
        return events.findByAppIdOrderByCreatedAtDesc(app.id(), Limit.of(LISTED));
    }

    @Transactional(readOnly = true)
    WebhookEventEntity requireEvent(App app, UUID id) {
        return events.findByIdAndAppId(id, app.id()).orElseThrow(() -> ApiException.notFound("webhook event"));
    }

    /** Deletes what is a week old, and what removed apps left. */
    @Transactional
    void prune() {
        webhooks.deleteOrphans();
        events.deleteOld(Instant.now(clock).minus(KEPT));
    }
}
