package dev.slipway.platform.pipeline;

import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface PromotionRepository extends JpaRepository<PromotionEntity, UUID> {}
