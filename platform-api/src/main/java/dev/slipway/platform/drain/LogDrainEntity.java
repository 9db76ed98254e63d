package dev.slipway.platform.drain;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "log_drain")
class LogDrainEntity {

    @Id
    UUID id = UUID.randomUUID();
    UUID appId = id;
    String token = "";
    byte[] url = {};
    Instant createdAt = Instant.EPOCH;
    Instant updatedAt = Instant.EPOCH;
}
