package dev.slipway.platform.build;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface BuildRepository extends JpaRepository<BuildEntity, UUID> {

    List<BuildEntity> findByStatusAndCreatedAtBefore(String status, Instant time);

    List<BuildEntity> findByAppIdOrderByCreatedAtDesc(UUID appId, Limit limit);

    Optional<BuildEntity> findByIdAndAppId(UUID id, UUID appId);

    /** @return 1 if it was pending, which of several who end a build only one sees */
    @Modifying
    @Query("update BuildEntity set status = 'failed', updatedAt = :now where id = :id and status = 'pending'")
    int fail(UUID id, Instant now);

    /** @return 1 if it was pending */
    @Modifying
    @Query("update BuildEntity set status = 'succeeded', slugId = :slugId, updatedAt = :now "
            + "where id = :id and status = 'pending'")
    int succeed(UUID id, UUID slugId, Instant now);

    @Modifying
    @Query("update BuildEntity set releaseId = :releaseId where id = :id")
    void release(UUID id, UUID releaseId);
}
