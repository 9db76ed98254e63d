package dev.slipway.platform.build;

import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface SlugRepository extends JpaRepository<SlugEntity, UUID> {

    List<SlugEntity> findByAppIdOrderByCreatedAtDesc(UUID appId);
}
