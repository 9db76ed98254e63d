package dev.slipway.platform.feature;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;

/** That somebody turned a feature on. */
@Entity
@Table(name = "app_feature")
class AppFeatureEntity {

    @Embeddable
    record Key(UUID appId, String name) implements Serializable {}

    @EmbeddedId
    Key key = new Key(new UUID(0, 0), "");
    Instant enabledAt = Instant.EPOCH;
}
