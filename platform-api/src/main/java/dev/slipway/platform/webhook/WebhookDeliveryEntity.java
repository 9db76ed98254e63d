package dev.slipway.platform.webhook;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One event on its way to one webhook. {@code attempt…} is about the last attempt. */
@Entity
@Table(name = "webhook_delivery")
class WebhookDeliveryEntity {

    static final String PENDING = "pending";
    static final String RETRYING = "retrying";
    static final String FAILED = "failed";
    static final String SUCCEEDED = "succeeded";

    @Id
    UUID id = UUID.randomUUID();
    /** Rises from delivery to delivery; the database counts. */
    @Column(insertable = false, updatable = false)
    @Nullable Long seq;
    UUID webhookId = id;
    UUID eventId = id;
    String status = PENDING;
    int numAttempts;
    /** Null once it ended. */
    @Nullable Instant nextAttemptAt;
    @Nullable UUID attemptId;
    @Nullable Instant attemptAt;
    @Nullable Integer attemptCode;
    @Nullable String attemptError;
    Instant createdAt = Instant.EPOCH;
    Instant updatedAt = Instant.EPOCH;
}
