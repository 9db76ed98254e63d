package dev.slipway.platform.addon;

import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface AddonConfigRepository extends JpaRepository<AddonConfigEntity, AddonConfigEntity.Key> {

    void deleteByKeyAddonId(UUID addonId);
}
