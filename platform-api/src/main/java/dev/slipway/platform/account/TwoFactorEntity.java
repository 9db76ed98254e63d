package dev.slipway.platform.account;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "two_factor")
class TwoFactorEntity {

    @Id
    UUID accountId = UUID.randomUUID();
    byte[] secret = new byte[0];
    boolean confirmed;
    long lastStep;
    Instant createdAt = Instant.EPOCH;
}
