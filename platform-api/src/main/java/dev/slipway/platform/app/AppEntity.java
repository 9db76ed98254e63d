package dev.slipway.platform.app;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

@Entity
@DynamicUpdate // some transactions read an app before they lock it: they write what they changed, not what they read
@Table(name = "app")
class AppEntity {

    @Id
    UUID id = UUID.randomUUID();
    String name = "";
    /** Null for a team's app. */
    @Nullable UUID ownerId;
    /** Null for a personal app. */
    @Nullable UUID teamId;
    boolean locked;
    boolean maintenance;
    /** Set when removal begins; such an app is invisible, and its removal is taken up again after a restart. */
    boolean deleting;
    Instant createdAt = Instant.EPOCH;
    Instant updatedAt = Instant.EPOCH;
    @Nullable Instant releasedAt;
}
