package dev.slipway.platform.webhook;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.api.Listing;
import dev.slipway.platform.app.App;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /apps/:app/webhook-deliveries} and {@code /apps/:app/webhook-events}. */
@RestController
class DeliveriesController {

    private static final Listing<DeliveryView, Long> BY_SEQUENCE = Listing.by("seq", DeliveryView::seq, Long::valueOf);

    /** Heroku has one more, which no delivery of Slipway's is ever in. */
    private static final Set<String> STATUSES = Set.of("", WebhookDeliveryEntity.PENDING, "scheduled",
            WebhookDeliveryEntity.RETRYING, WebhookDeliveryEntity.FAILED, WebhookDeliveryEntity.SUCCEEDED);

    private final DeliveryRecords records;

    DeliveriesController(DeliveryRecords records) {
        this.records = records;
    }

    record EventRef(UUID id, String include) {}

    record WebhookRef(UUID id, String level) {}

    record AttemptView(UUID id, @Nullable Integer code, @Nullable String errorClass, String status, Instant createdAt,
                       Instant updatedAt) {}

    record DeliveryView(@JsonIgnore Long seq, UUID id, EventRef event, WebhookRef webhook, String status, int numAttempts,
                        @Nullable Instant nextAttemptAt, @Nullable AttemptView lastAttempt, Instant createdAt,
                        Instant updatedAt) {}

    record EventView(UUID id, String include, @JsonRawValue String payload, Instant createdAt, Instant updatedAt) {}

    @GetMapping("/apps/{app}/webhook-deliveries")
    ResponseEntity<List<DeliveryView>> deliveries(@Requires(Permission.OPERATE) App app,
            @RequestParam(name = "eq[status]", defaultValue = "") String status,
            @RequestHeader(value = HttpHeaders.RANGE, required = false) @Nullable String range) {
        if (!STATUSES.contains(status)) {
            throw ApiException.invalid("The status must be pending, retrying, failed or succeeded.");
        }
        return BY_SEQUENCE.answer(records.newest(app, status).stream().map(DeliveriesController::view).toList(), range);
    }

    @GetMapping("/apps/{app}/webhook-deliveries/{id}")
    DeliveryView delivery(@Requires(Permission.OPERATE) App app, @PathVariable String id) {
        return view(records.require(app, uuid(id, "webhook delivery")));
    }

    @GetMapping("/apps/{app}/webhook-events")
    List<EventView> events(@Requires(Permission.OPERATE) App app) {
        return records.events(app).stream().map(DeliveriesController::view).toList();
    }

    @GetMapping("/apps/{app}/webhook-events/{id}")
    EventView event(@Requires(Permission.OPERATE) App app, @PathVariable String id) {
        return view(records.requireEvent(app, uuid(id, "webhook event")));
    }

    private static UUID uuid(String id, String resource) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw ApiException.notFound(resource);
        }
    }

    private static EventView view(WebhookEventEntity event) {
        return new EventView(event.id, event.include, event.payload, event.createdAt, event.createdAt);
    }

    private static DeliveryView view(DeliveryRecords.Listed listed) {
        WebhookDeliveryEntity delivery = listed.delivery();
        return new DeliveryView(Objects.requireNonNull(delivery.seq), delivery.id,
                new EventRef(delivery.eventId, listed.include()), new WebhookRef(delivery.webhookId, listed.level()),
                delivery.status, delivery.numAttempts, delivery.nextAttemptAt, lastAttempt(delivery), delivery.createdAt,
                delivery.updatedAt);
    }

    private static @Nullable AttemptView lastAttempt(WebhookDeliveryEntity delivery) {
        UUID id = delivery.attemptId;
        Instant at = delivery.attemptAt;
        return id == null || at == null ? null : new AttemptView(id, delivery.attemptCode, delivery.attemptError,
                delivery.status.equals(WebhookDeliveryEntity.SUCCEEDED) ? "succeeded" : "failed", at, delivery.updatedAt);
    }
}
