package dev.slipway.platform.app;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface AppRepository extends JpaRepository<AppEntity, UUID> {

    Optional<AppEntity> findByName(String name);

    List<AppEntity> findByOwnerIdAndDeletingFalse(UUID ownerId);

    List<AppEntity> findByDeleting(boolean deleting);

    boolean existsByName(String name);
}
