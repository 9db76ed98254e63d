package dev.slipway.platform.build;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;

interface BuildRepository extends JpaRepository<BuildEntity, UUID> {

    List<BuildEntity> findByStatus(String status);

    List<BuildEntity> findByAppIdOrderByCreatedAtDesc(UUID appId, Limit limit);

    Optional<BuildEntity> findByIdAndAppId(UUID id, UUID appId);
}
