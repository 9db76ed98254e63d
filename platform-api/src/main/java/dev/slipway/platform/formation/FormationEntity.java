package dev.slipway.platform.formation;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "formation")
class FormationEntity {

    @Id
    UUID id = UUID.randomUUID();
    UUID appId = id;
    String type = "";
    int quantity;
    String size = DynoSize.BASIC.label();
    Instant createdAt = Instant.EPOCH;
    Instant updatedAt = Instant.EPOCH;

    Formation toFormation() {
        return new Formation(id, appId, type, quantity, DynoSize.find(size).orElse(DynoSize.BASIC), createdAt, updatedAt);
    }
}
