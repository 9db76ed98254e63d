package dev.slipway.platform.postgres;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "postgres_credential")
class CredentialEntity {

    @Embeddable
    record Key(UUID addonId, String name) implements Serializable {}

    @EmbeddedId
    Key key = new Key(new UUID(0, 0), "");
    String role = "";
    String login = "";
    byte[] password = new byte[0];
    @Nullable String formerLogin;
    @Nullable Instant rotatedAt;
    Instant createdAt = Instant.EPOCH;
}
