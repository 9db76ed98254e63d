package dev.slipway.platform.webhook;

import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.Apps;
import dev.slipway.platform.crypto.Vault;
import dev.slipway.platform.net.OutboundAddresses;
import dev.slipway.platform.net.OutboundAddresses.ForbiddenAddressException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The webhooks of each app. */
@Service
class Webhooks {

    private static final int MOST_PER_APP = 10;
    private static final int SECRET_BYTES = 32;

    private final WebhookRepository repository;
    private final Apps apps;
    private final OutboundAddresses addresses;
    private final Vault vault;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Webhooks(WebhookRepository repository, Apps apps, OutboundAddresses addresses, Vault vault, Clock clock) {
        this.repository = repository;
        this.apps = apps;
        this.addresses = addresses;
        this.vault = vault;
        this.clock = clock;
    }

    /**
     * A webhook that was made or changed.
     *
     * @param secret what signs its deliveries, to be shown now and never again; empty if a change did not set it
     */
    record Saved(Webhook webhook, Optional<String> secret) {}

    @Transactional(readOnly = true)
    List<Webhook> of(App app) {
        return repository.findByAppIdOrderByCreatedAt(app.id()).stream().map(WebhookEntity::toWebhook).toList();
    }

    /** @throws ApiException 404 if this app has no such webhook */
    @Transactional(readOnly = true)
    Webhook require(App app, String id) {
        return entity(app, id).toWebhook();
    }

    /** @throws ApiException 422 if a value is missing or not acceptable, or the app has too many already */
    @Transactional
    Saved add(App app, WebhookRequest request) {
        apps.lock(app.id());
        if (repository.findByAppIdOrderByCreatedAt(app.id()).size() >= MOST_PER_APP) {
            throw ApiException.invalid("An app can have " + MOST_PER_APP + " webhooks. Remove one it no longer needs: "
                    + "heroku webhooks:remove ID");
        }
        if (request.include() == null || request.level() == null || request.url() == null) {
            throw ApiException.invalid("A webhook needs include, level and url.");
        }
        WebhookEntity webhook = new WebhookEntity();
        webhook.appId = app.id();
        String secret = request.checkedSecret().orElseGet(this::newSecret);
        webhook.secret = vault.encrypt(secret);
        apply(webhook, request);
        webhook.createdAt = webhook.updatedAt;
        repository.save(webhook);
        return new Saved(webhook.toWebhook(), Optional.of(secret));
    }

    /** Changes what {@code request} says and keeps the rest. */
    @Transactional
    Saved change(App app, String id, WebhookRequest request) {
        WebhookEntity webhook = entity(app, id);
        Optional<String> secret = request.checkedSecret();
        secret.ifPresent(wanted -> webhook.secret = vault.encrypt(wanted));
        apply(webhook, request);
        return new Saved(webhook.toWebhook(), secret);
    }

    @Transactional
    Webhook remove(App app, String id) {
        WebhookEntity webhook = entity(app, id);
        repository.delete(webhook);
        return webhook.toWebhook();
    }

    private void apply(WebhookEntity webhook, WebhookRequest request) {
        request.checkedInclude().ifPresent(include -> webhook.include = include);
        request.checkedLevel().ifPresent(level -> webhook.level = level.word());
        request.checkedUrl().ifPresent(url -> webhook.url = url.toString());
        request.checkedAuthorization().ifPresent(header -> webhook.authorization = vault.encrypt(header));
        webhook.updatedAt = Instant.now(clock);
    }

    /**
     * Looks the receiver's name up: outside of any transaction, since that may take its time. Only for an early answer, each
     * delivery looks again.
     *
     * @throws ApiException 422 if it leads where no webhook may go
     */
    void checkReceiver(URI url) {
        try {
            addresses.resolve(url.getHost());
        } catch (ForbiddenAddressException e) {
            throw ApiException.invalid(url.getHost() + " leads to an address where no webhook goes. Give a receiver outside "
                    + "of this installation, or ask your administrator about slipway.outbound.networks.");
        } catch (UnknownHostException e) {
            // Its name may come later.
        }
    }

    private String newSecret() {
        byte[] bits = new byte[SECRET_BYTES];
        random.nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }

    private WebhookEntity entity(App app, String id) {
        try {
            return repository.findByIdAndAppId(UUID.fromString(id), app.id())
                    .orElseThrow(() -> ApiException.notFound("webhook"));
        } catch (IllegalArgumentException e) {
            throw ApiException.notFound("webhook");
        }
    }
}
