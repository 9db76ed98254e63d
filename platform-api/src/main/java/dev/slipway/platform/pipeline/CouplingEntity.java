package dev.slipway.platform.pipeline;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "pipeline_coupling")
class CouplingEntity {

    @Id
    UUID id = UUID.randomUUID();
    UUID pipelineId = id;
    UUID appId = id;
    String stage = Stage.DEVELOPMENT.label();
    Instant createdAt = Instant.EPOCH;
    Instant updatedAt = Instant.EPOCH;

    Coupling toCoupling(Pipeline pipeline) {
        return new Coupling(id, pipeline, appId, Stage.parse(stage), createdAt, updatedAt);
    }
}
