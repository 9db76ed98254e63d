package dev.slipway.platform.transfer;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface AppTransferRepository extends JpaRepository<AppTransferEntity, UUID> {

    List<AppTransferEntity> findByOwnerIdOrRecipientIdOrderByCreatedAt(UUID ownerId, UUID recipientId);

    Optional<AppTransferEntity> findByAppIdAndState(UUID appId, String state);
}
