package dev.slipway.platform.formation;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

interface FormationRepository extends JpaRepository<FormationEntity, UUID> {

    List<FormationEntity> findByAppIdOrderByType(UUID appId);

    Optional<FormationEntity> findByAppIdAndType(UUID appId, String type);

    /** Of all apps of an account or a team. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("from FormationEntity formation where formation.appId in (select app.id from AppEntity app"
            + " where not app.deleting and (app.ownerId = :owner or app.teamId = :owner)) order by formation.id")
    List<FormationEntity> lockOfOwner(UUID owner);
}
