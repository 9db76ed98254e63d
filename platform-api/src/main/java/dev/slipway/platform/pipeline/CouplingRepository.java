package dev.slipway.platform.pipeline;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface CouplingRepository extends JpaRepository<CouplingEntity, UUID> {

    List<CouplingEntity> findByPipelineIdOrderByCreatedAt(UUID pipelineId);

    List<CouplingEntity> findByAppIdIn(Collection<UUID> appIds);

    Optional<CouplingEntity> findByAppId(UUID appId);
}
