package dev.slipway.platform.build;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

interface BuildRepository extends JpaRepository<BuildEntity, UUID> {

    List<BuildEntity> findByStatusAndCreatedAtBefore(String status, Instant time);

    List<BuildEntity> findByAppIdOrderByCreatedAtDesc(UUID appId, Limit limit);

    Optional<BuildEntity> findByIdAndAppId(UUID id, UUID appId);

    /**
     * A build that has not ended, and whose row is the caller's until the transaction ends: of several who end it, one
     * sees it pending.
     */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("from BuildEntity where id = :id and status = 'pending'")
    Optional<BuildEntity> lockPending(UUID id);
}
