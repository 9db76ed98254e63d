package dev.slipway.platform.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface WebhookEventRepository extends JpaRepository<WebhookEventEntity, UUID> {

    List<WebhookEventEntity> findByAppIdOrderByCreatedAtDesc(UUID appId, Limit limit);

    Optional<WebhookEventEntity> findByIdAndAppId(UUID id, UUID appId);

    /** Takes their deliveries along. */
    @Modifying
    @Query(value = "delete from webhook_event e where e.created_at < :before or e.app_id is null and not exists "
            + "(select 1 from webhook_delivery d where d.event_id = e.id)", nativeQuery = true)
    void deleteOld(Instant before);
}
