package dev.slipway.platform.webhook;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Brings events to webhooks: one delivery at a time to each, in order, and each webhook by itself, so that a slow receiver
 * holds nobody else's: an owner has a share of the places, and where somebody waits for one, each delivery gives its place
 * back. What a restart interrupts is delivered again: receivers tell by the event's id.
 */
@Component
class Courier {

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final int MOST_OF_ONE_OWNER = 20;
    /** Owner of apps that are gone. */
    private static final UUID NOBODY = new UUID(0, 0);

    private final DeliveryRecords records;
    private final WebhookClient client;
    /** Webhook to owner. */
    private final Map<UUID, UUID> busy = new ConcurrentHashMap<>();
    /** Owners of webhooks that found no place. */
    private volatile Set<UUID> waiting = Set.of();
    private volatile boolean failing;

    Courier(DeliveryRecords records, WebhookClient client) {
        this.records = records;
        this.client = client;
    }

    @Scheduled(fixedDelay = 500, timeUnit = TimeUnit.MILLISECONDS)
    void deliverWhatIsDue() {
        try {
            List<WebhookDeliveryRepository.Due> due = new ArrayList<>(records.due());
            Collections.shuffle(due); // whoever waits gets a place some time
            Set<UUID> without = new HashSet<>();
            for (WebhookDeliveryRepository.Due next : due) {
                UUID owner = Objects.requireNonNullElse(next.getOwner(), NOBODY);
                if (!busy.containsKey(next.getWebhook()) && !begin(next.getWebhook(), owner)) {
                    without.add(owner);
                }
            }
            waiting = without;
            failing = false;
        } catch (RuntimeException e) {
            // Once a problem, not twice a second.
            if (!failing) {
                LOG.error("Nobody can see which events wait for their delivery; looking again and again", e);
            }
            failing = true;
        }
    }

    private boolean begin(UUID webhook, UUID owner) {
        if (full() || Collections.frequency(busy.values(), owner) >= MOST_OF_ONE_OWNER) {
            return false;
        }
        busy.put(webhook, owner);
        Thread.ofVirtual().name("webhook " + webhook).start(() -> deliver(webhook, owner));
        return true;
    }

    private boolean full() {
        return busy.size() >= WebhookClient.MOST_AT_ONCE;
    }

    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.HOURS)
    void prune() {
        records.prune();
    }

    private void deliver(UUID webhook, UUID owner) {
        try {
            Optional<Attempt> next = records.next(webhook);
            while (next.isPresent()) {
                records.ended(next.get(), client.send(next.get()));
                boolean givesBack = waiting.contains(owner) || full() && !waiting.isEmpty();
                next = givesBack ? Optional.empty() : records.next(webhook);
            }
        } catch (RuntimeException e) {
            LOG.error("Events could not be delivered and are tried again in a minute, webhook={}", webhook, e);
            pause();
        } finally {
            busy.remove(webhook);
        }
    }

    private static void pause() {
        try {
            TimeUnit.MINUTES.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
