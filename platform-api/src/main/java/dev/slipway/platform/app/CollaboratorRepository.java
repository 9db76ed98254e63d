package dev.slipway.platform.app;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface CollaboratorRepository extends JpaRepository<CollaboratorEntity, UUID> {

    List<CollaboratorEntity> findByAppIdOrderByCreatedAt(UUID appId);

    Optional<CollaboratorEntity> findByAppIdAndAccountId(UUID appId, UUID accountId);

    void deleteByAppIdAndAccountId(UUID appId, UUID accountId);
}
