package dev.slipway.platform.domain;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface SniEndpointRepository extends JpaRepository<SniEndpointEntity, UUID> {

    List<SniEndpointEntity> findByAppIdOrderByName(UUID appId);

    Optional<SniEndpointEntity> findByAppIdAndName(UUID appId, String name);

    Optional<SniEndpointEntity> findByIdAndAppId(UUID id, UUID appId);
}
