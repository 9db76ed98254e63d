package dev.slipway.platform.pipeline;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "pipeline")
class PipelineEntity {

    @Id
    UUID id = UUID.randomUUID();
    String name = "";
    UUID ownerId = id;
    String ownerType = Pipeline.Owner.USER;
    Instant createdAt = Instant.EPOCH;
    Instant updatedAt = Instant.EPOCH;

    Pipeline toPipeline() {
        return new Pipeline(id, name, new Pipeline.Owner(ownerId, ownerType), createdAt, updatedAt);
    }
}
