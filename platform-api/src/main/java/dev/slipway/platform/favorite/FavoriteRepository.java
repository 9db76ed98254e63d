package dev.slipway.platform.favorite;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface FavoriteRepository extends JpaRepository<FavoriteEntity, UUID> {

    List<FavoriteEntity> findByAccountIdOrderByCreatedAt(UUID accountId);

    Optional<FavoriteEntity> findByAccountIdAndAppId(UUID accountId, UUID appId);

    Optional<FavoriteEntity> findByIdAndAccountId(UUID id, UUID accountId);
}
