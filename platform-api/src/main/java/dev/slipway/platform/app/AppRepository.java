package dev.slipway.platform.app;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface AppRepository extends JpaRepository<AppEntity, UUID> {

    Optional<AppEntity> findByName(String name);

    List<AppEntity> findByOwnerIdAndDeletingFalse(UUID ownerId);

    int countByOwnerIdAndDeletingFalse(UUID ownerId);

    List<AppEntity> findByTeamIdAndDeletingFalse(UUID teamId);

    int countByTeamIdAndDeletingFalse(UUID teamId);

    @Query("from AppEntity app where not app.deleting and (app.ownerId = :account or app.teamId in :teams or app.id in"
            + " (select appId from CollaboratorEntity where accountId = :account))")
    List<AppEntity> findUsedBy(UUID account, Collection<UUID> teams);

    List<AppEntity> findByDeleting(boolean deleting);

    boolean existsByName(String name);

    /** Lets others insert rows that refer to the app, which may hold what the caller waits for: a build that ends. */
    @Query(value = "select 1 from app where id = :id and not deleting for no key update", nativeQuery = true)
    Optional<Integer> lock(UUID id);

    /** The same for all apps of an account or a team. */
    @Query(value = "select 1 from app where :owner in (owner_id, team_id) and not deleting order by id for no key update",
            nativeQuery = true)
    List<Integer> lockOwnedBy(UUID owner);
}
