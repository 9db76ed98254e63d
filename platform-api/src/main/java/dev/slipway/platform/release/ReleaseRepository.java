package dev.slipway.platform.release;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface ReleaseRepository extends JpaRepository<ReleaseEntity, UUID> {

    List<ReleaseEntity> findByAppId(UUID appId);

    List<ReleaseEntity> findByAppIdAndStatus(UUID appId, String status);

    Optional<ReleaseEntity> findByAppIdAndVersion(UUID appId, int version);

    Optional<ReleaseEntity> findByIdAndAppId(UUID id, UUID appId);

    Optional<ReleaseEntity> findFirstByAppIdOrderByVersionDesc(UUID appId);

    Optional<ReleaseEntity> findFirstByAppIdAndStatusOrderByVersionDesc(UUID appId, String status);

    @Query("select r from ReleaseEntity r where r.appId in :appIds and r.status = :status and r.version = "
            + "(select max(l.version) from ReleaseEntity l where l.appId = r.appId and l.status = :status)")
    List<ReleaseEntity> findLatest(Collection<UUID> appIds, String status);

    List<ReleaseEntity> findByAppIdAndStatusAndResumableTrueAndVersionLessThanEqualOrderByVersion(UUID appId, String status,
                                                                                                  int version);

    List<ReleaseEntity> findByStatusOrderByVersion(String status);
}
