package dev.slipway.platform.postgres;

import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface CredentialRepository extends JpaRepository<CredentialEntity, CredentialEntity.Key> {

    List<CredentialEntity> findByKeyAddonIdOrderByCreatedAt(UUID addonId);

    List<CredentialEntity> findByFormerLoginNotNull();
}
