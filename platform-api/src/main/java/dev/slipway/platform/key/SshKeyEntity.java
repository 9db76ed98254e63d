package dev.slipway.platform.key;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "ssh_key")
class SshKeyEntity {

    @Id
    UUID id = UUID.randomUUID();
    UUID accountId = id;
    String publicKey = "";
    String comment = "";
    String fingerprint = "";
    Instant createdAt = Instant.EPOCH;
}
