package dev.slipway.platform.release;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface ReleaseRepository extends JpaRepository<ReleaseEntity, UUID> {

    List<ReleaseEntity> findByAppId(UUID appId);

    Optional<ReleaseEntity> findByAppIdAndVersion(UUID appId, int version);

    Optional<ReleaseEntity> findByIdAndAppId(UUID id, UUID appId);

    Optional<ReleaseEntity> findFirstByAppIdOrderByVersionDesc(UUID appId);

    Optional<ReleaseEntity> findFirstByAppIdAndStatusOrderByVersionDesc(UUID appId, String status);

    List<ReleaseEntity> findByAppIdAndStatusAndResumableTrueAndVersionLessThanEqualOrderByVersion(UUID appId, String status,
                                                                                                  int version);

    List<ReleaseEntity> findByStatusOrderByVersion(String status);
}
