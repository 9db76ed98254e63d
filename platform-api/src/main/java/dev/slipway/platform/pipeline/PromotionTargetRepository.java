package dev.slipway.platform.pipeline;

import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface PromotionTargetRepository extends JpaRepository<PromotionTargetEntity, UUID> {

    List<PromotionTargetEntity> findByPromotionIdOrderById(UUID promotionId);
}
