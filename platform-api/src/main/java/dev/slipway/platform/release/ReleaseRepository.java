package dev.slipway.platform.release;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface ReleaseRepository extends JpaRepository<ReleaseEntity, UUID> {

    List<ReleaseEntity> findByAppId(UUID appId);

    Optional<ReleaseEntity> findByAppIdAndVersion(UUID appId, int version);

    Optional<ReleaseEntity> findByIdAndAppId(UUID id, UUID appId);

    Optional<ReleaseEntity> findFirstByAppIdOrderByVersionDesc(UUID appId);

    Optional<ReleaseEntity> findFirstByAppIdAndStatusOrderByVersionDesc(UUID appId, String status);

    Optional<ReleaseEntity> findFirstByAppIdAndStatusNotOrderByVersionDesc(UUID appId, String status);

    List<ReleaseEntity> findByStatusOrderByVersion(String status);

    // Releases of one app are numbered one after the other: whoever numbers holds the app's row.
    @Query(value = "select 1 from app where id = :appId for update", nativeQuery = true)
    Optional<Integer> lockApp(UUID appId);
}
