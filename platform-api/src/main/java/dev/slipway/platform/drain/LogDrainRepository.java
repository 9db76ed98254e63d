package dev.slipway.platform.drain;

import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface LogDrainRepository extends JpaRepository<LogDrainEntity, UUID> {

    List<LogDrainEntity> findByAppIdOrderByCreatedAt(UUID appId);
}
