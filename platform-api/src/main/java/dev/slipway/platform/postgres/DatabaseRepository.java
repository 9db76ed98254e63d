package dev.slipway.platform.postgres;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface DatabaseRepository extends JpaRepository<DatabaseEntity, UUID> {

    Optional<DatabaseEntity> findByName(String name);

    long countByServer(String server);
}
