package dev.slipway.platform.account;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "browser_session")
class BrowserSessionEntity {

    @Id
    UUID id = UUID.randomUUID();
    UUID accountId = id;
    byte[] tokenHash = new byte[0];
    String description = "";
    Instant createdAt = Instant.EPOCH;
    Instant expiresAt = Instant.EPOCH;

    BrowserSession of(Account account) {
        return new BrowserSession(id, account, description, createdAt, expiresAt);
    }
}
