package dev.slipway.platform.backup;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

interface TransferScheduleRepository extends JpaRepository<TransferScheduleEntity, UUID> {

    Optional<TransferScheduleEntity> findByAddonId(UUID addonId);

    /** The row is the caller's until the transaction ends. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("from TransferScheduleEntity where addonId = :addonId")
    Optional<TransferScheduleEntity> lock(UUID addonId);
}
