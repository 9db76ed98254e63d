package dev.slipway.platform.webhook;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.account.CallerResolver;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.AppEvent;
import dev.slipway.platform.app.Apps;
import dev.slipway.platform.build.Build;
import dev.slipway.platform.release.Release;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.ObjectMapper;

/** Turns what happens to apps into webhook events, in the transaction in which it happens: neither is there without the other. */
@Component
class WebhookEvents {

    private static final String VERSION = "application/vnd.heroku+json; version=3";
    /** Stands for the platform where no user acts. */
    private static final Map<String, Object> PLATFORM = Map.of("id", new UUID(0, 0), "email", "slipway");

    private final WebhookRepository webhooks;
    private final DeliveryRecords records;
    private final PayloadData data;
    private final Apps apps;
    private final Accounts accounts;
    private final ObjectMapper json;
    private final Clock clock;

    WebhookEvents(WebhookRepository webhooks, DeliveryRecords records, PayloadData data, Apps apps, Accounts accounts,
                  ObjectMapper json, Clock clock) {
        this.webhooks = webhooks;
        this.records = records;
        this.data = data;
        this.apps = apps;
        this.accounts = accounts;
        this.json = json;
        this.clock = clock;
    }

    @EventListener
    @Transactional
    public void happened(AppEvent event) {
        String include = "api:" + event.resource();
        List<WebhookEntity> subscribers = webhooks.findByAppIdOrderByCreatedAt(event.appId()).stream()
                .filter(webhook -> webhook.include.contains(include)
                        || event.resource().equals("dyno") && webhook.include.contains("dyno"))
                .toList();
        if (!subscribers.isEmpty()) {
            // Of an app that goes there is no more than the event says.
            Optional<App> app = event.data() instanceof App itself ? Optional.of(itself) : apps.find(event.appId());
            app.ifPresent(found -> write(event, include, found, subscribers));
        }
    }

    private void write(AppEvent event, String include, App app, List<WebhookEntity> subscribers) {
        WebhookEventEntity row = new WebhookEventEntity();
        row.appId = event.appId();
        row.include = include;
        row.createdAt = Instant.now(clock);
        row.payload = json.writeValueAsString(payload(row, event, app));
        records.write(row, subscribers);
    }

    private Map<String, Object> payload(WebhookEventEntity row, AppEvent event, App app) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("id", row.id);
        payload.put("action", event.action().word());
        payload.put("resource", event.resource());
        payload.put("actor", actor(event));
        payload.put("data", data.of(app, event.data()));
        payload.put("previous_data", event.before().map(before -> data.of(app, before)).orElse(Map.of()));
        payload.put("created_at", row.createdAt);
        payload.put("updated_at", row.createdAt);
        payload.put("published_at", row.createdAt);
        payload.put("sequence", null);
        payload.put("version", VERSION);
        return payload;
    }

    private Map<String, Object> actor(AppEvent event) {
        return event.by().or(CallerResolver::current).or(() -> author(event.data()))
                .map(account -> Map.<String, Object>of("id", account.id(), "email", account.email()))
                .orElse(PLATFORM);
    }

    /** Builds and releases go on after the request that began them. */
    private Optional<Account> author(Object thing) {
        return switch (thing) {
            case Release release -> accounts.find(release.accountId());
            case Build build -> accounts.find(build.accountId());
            default -> Optional.empty();
        };
    }
}
