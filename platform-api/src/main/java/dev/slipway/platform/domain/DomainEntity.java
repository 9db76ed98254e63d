package dev.slipway.platform.domain;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "domain")
class DomainEntity {

    @Id
    UUID id = UUID.randomUUID();
    UUID appId = id;
    String hostname = "";
    @Nullable UUID sniEndpointId;
    Instant createdAt = Instant.EPOCH;
    Instant updatedAt = Instant.EPOCH;

    Domain toDomain() {
        return new Domain(id, appId, hostname, true, Optional.ofNullable(sniEndpointId), createdAt, updatedAt);
    }
}
