package dev.slipway.platform.configvar;

import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface ConfigVarRepository extends JpaRepository<ConfigVarEntity, ConfigVarEntity.Key> {

    List<ConfigVarEntity> findByKeyAppIdOrderByKeyName(UUID appId);
}
