package dev.slipway.platform.formation;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface FormationRepository extends JpaRepository<FormationEntity, UUID> {

    List<FormationEntity> findByAppIdOrderByType(UUID appId);

    Optional<FormationEntity> findByAppIdAndType(UUID appId, String type);
}
