package dev.slipway.platform.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface WebhookDeliveryRepository extends JpaRepository<WebhookDeliveryEntity, UUID> {

    /** A webhook, and the account or team that its app belongs to; null if the app is gone. */
    interface Due {
        UUID getWebhook();

        @Nullable UUID getOwner();
    }

    @Query(value = "select d.* from webhook_delivery d join webhook w on w.id = d.webhook_id where w.app_id = :appId "
            + "and (:status = '' or d.status = :status) order by d.seq desc limit :most", nativeQuery = true)
    List<WebhookDeliveryEntity> newest(UUID appId, String status, int most);

    @Query(value = "select d.* from webhook_delivery d join webhook w on w.id = d.webhook_id "
            + "where d.id = :id and w.app_id = :appId", nativeQuery = true)
    Optional<WebhookDeliveryEntity> findOne(UUID id, UUID appId);

    /** The one whose turn it is, be it due or not. */
    Optional<WebhookDeliveryEntity> findFirstByWebhookIdAndNextAttemptAtNotNullOrderBySeq(UUID webhookId);

    long countByWebhookIdAndNextAttemptAtNotNull(UUID webhookId);

    /** Webhooks whose turn it is to deliver something that is due. */
    @Query(value = "select d.webhook_id as webhook, coalesce(a.team_id, a.owner_id) as owner from webhook_delivery d "
            + "join webhook w on w.id = d.webhook_id left join app a on a.id = w.app_id "
            + "where d.next_attempt_at <= :now and not exists "
            + "(select 1 from webhook_delivery e where e.webhook_id = d.webhook_id and e.seq < d.seq "
            + "and e.next_attempt_at is not null)", nativeQuery = true)
    List<Due> due(Instant now);
}
