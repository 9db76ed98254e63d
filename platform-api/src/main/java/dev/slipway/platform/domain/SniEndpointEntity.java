package dev.slipway.platform.domain;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "sni_endpoint")
class SniEndpointEntity {

    @Id
    UUID id = UUID.randomUUID();
    UUID appId = id;
    String name = "";
    String certificateChain = "";
    byte[] privateKey = new byte[0];
    Instant createdAt = Instant.EPOCH;
    Instant updatedAt = Instant.EPOCH;

    SniEndpoint toEndpoint() {
        return new SniEndpoint(id, appId, name, CertificateChain.stored(certificateChain), createdAt, updatedAt);
    }
}
