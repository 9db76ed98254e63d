package dev.slipway.platform.addon;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface AttachmentRepository extends JpaRepository<AttachmentEntity, UUID> {

    List<AttachmentEntity> findByAppIdAndWaitingFalseOrderByName(UUID appId);

    List<AttachmentEntity> findByAppIdInAndWaitingFalseOrderByName(Collection<UUID> appIds);

    /** Those that wait, too. */
    List<AttachmentEntity> findByAddonIdOrderByCreatedAt(UUID addonId);

    Optional<AttachmentEntity> findByAppIdAndNameAndWaitingFalse(UUID appId, String name);
}
