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
    /** Whether it takes the place of another one of its name once its add-on is there; until then the app does not have it. */
    boolean waiting;
    Instant createdAt = Instant.EPOCH;
    Instant updatedAt = Instant.EPOCH;

    Attachment toAttachment() {
        return new Attachment(id, addonId, appId, name, credential, createdAt, updatedAt);
    }
}
