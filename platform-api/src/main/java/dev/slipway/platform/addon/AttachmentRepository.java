package dev.slipway.platform.addon;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface AttachmentRepository extends JpaRepository<AttachmentEntity, UUID> {

    List<AttachmentEntity> findByAppIdOrderByName(UUID appId);

    List<AttachmentEntity> findByAppIdInOrderByName(Collection<UUID> appIds);

    List<AttachmentEntity> findByAddonIdOrderByCreatedAt(UUID addonId);

    Optional<AttachmentEntity> findByAppIdAndName(UUID appId, String name);
}
