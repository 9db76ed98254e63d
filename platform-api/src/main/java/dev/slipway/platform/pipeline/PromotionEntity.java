package dev.slipway.platform.pipeline;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "pipeline_promotion")
class PromotionEntity {

    @Id
    UUID id = UUID.randomUUID();
    UUID pipelineId = id;
    UUID sourceAppId = id;
    UUID sourceReleaseId = id;
    Instant createdAt = Instant.EPOCH;
}
