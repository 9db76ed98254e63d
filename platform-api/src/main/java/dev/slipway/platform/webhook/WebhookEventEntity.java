package dev.slipway.platform.webhook;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "webhook_event")
class WebhookEventEntity {

    @Id
    UUID id = UUID.randomUUID();
    @Nullable UUID appId;
    String include = "";
    /** JSON, without what each delivery adds. */
    String payload = "";
    Instant createdAt = Instant.EPOCH;
}
