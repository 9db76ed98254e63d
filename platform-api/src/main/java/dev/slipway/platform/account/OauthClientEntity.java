package dev.slipway.platform.account;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "oauth_client")
class OauthClientEntity {

    @Id
    UUID id = UUID.randomUUID();
    UUID accountId = id;
    String name = "";
    String redirectUri = "";
    byte[] secretHash = new byte[0];
    Instant createdAt = Instant.EPOCH;
    Instant updatedAt = Instant.EPOCH;

    OauthClient toClient() {
        return new OauthClient(id, name, URI.create(redirectUri), createdAt, updatedAt);
    }
}
