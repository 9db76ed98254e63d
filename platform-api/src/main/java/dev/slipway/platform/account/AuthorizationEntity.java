package dev.slipway.platform.account;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "oauth_authorization")
class AuthorizationEntity {

    @Id
    UUID id = UUID.randomUUID();
    UUID accountId = id;
    String description = "";
    byte[] tokenHash = new byte[0];
    String hint = "";
    String scope = "";
    @Nullable UUID clientId;
    @Nullable Instant expiresAt;
    Instant createdAt = Instant.EPOCH;
    Instant updatedAt = Instant.EPOCH;
}
