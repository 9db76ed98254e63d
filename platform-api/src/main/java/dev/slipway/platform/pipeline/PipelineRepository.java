package dev.slipway.platform.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface PipelineRepository extends JpaRepository<PipelineEntity, UUID> {

    List<PipelineEntity> findByOwnerId(UUID ownerId);

    Optional<PipelineEntity> findByOwnerIdAndName(UUID ownerId, String name);
}
