package dev.slipway.platform.webhook;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "webhook")
class WebhookEntity {

    @Id
    UUID id = UUID.randomUUID();
    /** Null once the app is gone: nothing new comes, what is under way ends. */
    @Nullable UUID appId;
    String url = "";
    @JdbcTypeCode(SqlTypes.JSON)
    List<String> include = List.of();
    String level = Webhook.Level.NOTIFY.word();
    byte[] secret = new byte[0];
    @Column(name = "authorization_header")
    byte @Nullable [] authorization;
    Instant createdAt = Instant.EPOCH;
    Instant updatedAt = Instant.EPOCH;

    Webhook toWebhook() {
        return new Webhook(id, url, List.copyOf(include), Webhook.Level.parse(level), createdAt, updatedAt);
    }
}
