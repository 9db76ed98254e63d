package dev.slipway.platform.webhook;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface WebhookRepository extends JpaRepository<WebhookEntity, UUID> {

    List<WebhookEntity> findByAppIdOrderByCreatedAt(UUID appId);

    Optional<WebhookEntity> findByIdAndAppId(UUID id, UUID appId);

    /** Those whose app is gone and whose last delivery ended. */
    @Modifying
    @Query(value = "delete from webhook w where w.app_id is null and not exists (select 1 from webhook_delivery d "
            + "where d.webhook_id = w.id and d.next_attempt_at is not null)", nativeQuery = true)
    void deleteOrphans();
}
