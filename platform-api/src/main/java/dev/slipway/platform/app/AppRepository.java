package dev.slipway.platform.app;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface AppRepository extends JpaRepository<AppEntity, UUID> {

    Optional<AppEntity> findByName(String name);

    List<AppEntity> findByOwnerIdAndDeletingFalse(UUID ownerId);

    List<AppEntity> findByDeleting(boolean deleting);

    boolean existsByName(String name);

    @Query(value = "select 1 from app where id = :id for update", nativeQuery = true)
    Optional<Integer> lock(UUID id);
}
