package dev.slipway.platform.pipeline;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Either has a release, or a message that says why there is none. */
@Entity
@Table(name = "pipeline_promotion_target")
class PromotionTargetEntity {

    @Id
    UUID id = UUID.randomUUID();
    UUID promotionId = id;
    UUID appId = id;
    @Nullable UUID releaseId;
    @Nullable String errorMessage;
}
