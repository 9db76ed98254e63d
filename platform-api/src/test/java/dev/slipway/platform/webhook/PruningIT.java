package dev.slipway.platform.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.PlatformTest;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.TestApps;
import dev.slipway.platform.crypto.Vault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** What becomes of events and webhooks that nobody needs any more. */
@PlatformTest
class PruningIT {

    @Autowired
    private DeliveryRecords records;
    @Autowired
    private WebhookRepository webhooks;
    @Autowired
    private TestApps testApps;
    @Autowired
    private Accounts accounts;
    @Autowired
    private Vault vault;
    @Autowired
    private JdbcTemplate sql;

    private WebhookEntity webhook;

    @BeforeEach
    void aWebhook() {
        App app = testApps.create(accounts.create("o-" + UUID.randomUUID() + "@example.org", "correct horse", false));
        webhook = new WebhookEntity();
        webhook.appId = app.id();
        webhook.url = "http://nowhere.invalid/";
        webhook.level = Webhook.Level.SYNC.word();
        webhook.secret = vault.encrypt("secret");
        webhooks.save(webhook);
    }

    @Test
    void eventsOfLastWeekGoAndThoseOfYesterdayStay() {
        UUID old = event(Instant.now().minus(Duration.ofDays(8)));
        UUID young = event(Instant.now().minus(Duration.ofDays(1)));

        records.prune();

        assertThat(deliveriesOf(old)).isZero();
        assertThat(deliveriesOf(young)).isEqualTo(1);
    }

    @Test
    void aWebhookWithoutAnAppGoesWhenItsLastDeliveryEnded() {
        UUID event = event(Instant.now().plus(Duration.ofHours(1)));
        sql.update("update webhook set app_id = null where id = ?", webhook.id);
        sql.update("update webhook_event set app_id = null where id = ?", event);
        records.prune();
        assertThat(webhooks.existsById(webhook.id)).isTrue();

        sql.update("update webhook_delivery set next_attempt_at = null where event_id = ?", event);
        records.prune();

        assertThat(webhooks.existsById(webhook.id)).isFalse();
        assertThat(sql.queryForObject("select count(*) from webhook_event where id = ?", Long.class, event)).isZero();
    }

    private UUID event(Instant at) {
        WebhookEventEntity event = new WebhookEventEntity();
        event.appId = webhook.appId;
        event.include = "api:app";
        event.payload = "{}";
        event.createdAt = at;
        records.write(event, List.of(webhook));
        return event.id;
    }

    private long deliveriesOf(UUID event) {
        Long count = sql.queryForObject("select count(*) from webhook_delivery where event_id = ?", Long.class, event);
        return count == null ? 0 : count;
    }
}
