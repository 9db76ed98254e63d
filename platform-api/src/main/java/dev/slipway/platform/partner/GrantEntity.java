package dev.slipway.platform.partner;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "partner_grant")
class GrantEntity {

    @Id
    UUID addonId = new UUID(0, 0);
    /** Null once it was used. */
    byte @Nullable [] codeHash;
    Instant codeExpiresAt = Instant.EPOCH;
    byte @Nullable [] accessHash;
    @Nullable Instant accessExpiresAt;
    byte @Nullable [] refreshHash;
    byte @Nullable [] config;
    boolean finished;
    @Nullable Instant published;
    @Nullable Instant removalFailingSince;
}
