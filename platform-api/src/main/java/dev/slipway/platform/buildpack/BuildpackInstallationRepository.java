package dev.slipway.platform.buildpack;

import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface BuildpackInstallationRepository
        extends JpaRepository<BuildpackInstallationEntity, BuildpackInstallationEntity.Place> {

    List<BuildpackInstallationEntity> findByPlaceAppIdOrderByPlaceOrdinal(UUID appId);
}
