package dev.slipway.platform.postgres;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface DatabaseRepository extends JpaRepository<DatabaseEntity, UUID> {

    Optional<DatabaseEntity> findByName(String name);

    @Query("select count(d) from DatabaseEntity d where d.server = :server or d.movingTo = :server")
    long countOn(String server);
}
