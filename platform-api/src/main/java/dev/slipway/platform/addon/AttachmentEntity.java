package dev.slipway.platform.addon;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "addon_attachment")
class AttachmentEntity {

    @Id
    UUID id = UUID.randomUUID();
    UUID addonId = id;
    UUID appId = id;
    String name = "";
    String credential = Addon.DEFAULT_CREDENTIAL;
    Instant createdAt = Instant.EPOCH;
    Instant updatedAt = Instant.EPOCH;

    Attachment toAttachment() {
        return new Attachment(id, addonId, appId, name, credential, createdAt, updatedAt);
    }
}
