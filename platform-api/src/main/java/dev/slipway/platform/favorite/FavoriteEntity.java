package dev.slipway.platform.favorite;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "favorite")
class FavoriteEntity {

    @Id
    UUID id = UUID.randomUUID();
    UUID accountId = id;
    UUID appId = id;
    Instant createdAt = Instant.EPOCH;
}
