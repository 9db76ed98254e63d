package dev.slipway.platform.backup;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface TransferRepository extends JpaRepository<TransferEntity, UUID> {

    List<TransferEntity> findByAppIdOrderByNumDesc(UUID appId);

    Optional<TransferEntity> findByAppIdAndNum(UUID appId, int num);

    /** Those a user waits for come before those of the night. */
    List<TransferEntity> findByStateOrderByAutomaticAscCreatedAtAsc(String state);

    List<TransferEntity> findByStartedAtIsNotNullAndFinishedAtIsNull();

    List<TransferEntity> findByKindAndStateOrderByCreatedAtDesc(String kind, String state);

    List<TransferEntity> findByAddonIdAndKindAndStateOrderByCreatedAtDesc(UUID addonId, String kind, String state);

    int countByAppIdAndAutomaticAndFinishedAtIsNull(UUID appId, boolean automatic);

    boolean existsByAddonIdAndAutomaticTrueAndFinishedAtIsNull(UUID addonId);

    /** The row is the caller's until the transaction ends: of several who end a transfer, the first one does. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("from TransferEntity where id = :id")
    Optional<TransferEntity> lock(UUID id);

    @Modifying
    @Query("update TransferEntity set processedBytes = :bytes where id = :id and state = 'running'")
    void progress(UUID id, long bytes);

    @Modifying
    @Query("update TransferEntity set orphanedAt = :now where orphanedAt is null and addonId in :gone")
    void markOrphans(Collection<UUID> gone, Instant now);

    List<TransferEntity> findByOrphanedAtBeforeAndFinishedAtIsNotNull(Instant time);

    @Query("from TransferEntity where finishedAt < :time and (kind <> 'backup' or state <> 'succeeded')")
    List<TransferEntity> findLeftovers(Instant time);

    /** The next number of an app's list. */
    @Query(nativeQuery = true, value = "insert into transfer_number (app_id, last) values (:appId, 1) "
            + "on conflict (app_id) do update set last = transfer_number.last + 1 returning last")
    int nextNumber(UUID appId);
}
