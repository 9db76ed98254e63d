package dev.slipway.platform.transfer;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "app_transfer")
class AppTransferEntity {

    @Id
    UUID id = UUID.randomUUID();
    UUID appId = id;
    UUID ownerId = id;
    UUID recipientId = id;
    String state = "pending";
    Instant createdAt = Instant.EPOCH;
    Instant updatedAt = Instant.EPOCH;
}
