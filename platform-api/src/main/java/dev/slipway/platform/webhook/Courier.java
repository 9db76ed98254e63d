package dev.slipway.platform.webhook;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Brings events to webhooks: one delivery at a time to each, in order, and each webhook by itself, so that a slow receiver
 * holds nobody else's. What a restart interrupts is delivered again: receivers tell by the event's id.
 */
@Component
class Courier {

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    private final DeliveryRecords records;
    private final WebhookClient client;
    private final Set<UUID> busy = ConcurrentHashMap.newKeySet();
    private final Semaphore places = new Semaphore(WebhookClient.MOST_AT_ONCE);
    private volatile boolean failing;

    Courier(DeliveryRecords records, WebhookClient client) {
        this.records = records;
        this.client = client;
    }

    @Scheduled(fixedDelay = 500, timeUnit = TimeUnit.MILLISECONDS)
    void deliverWhatIsDue() {
        try {
            for (UUID webhook : records.due()) {
                if (!busy.contains(webhook) && places.tryAcquire()) {
                    busy.add(webhook);
                    Thread.ofVirtual().name("webhook " + webhook).start(() -> deliverAll(webhook));
                }
            }
            failing = false;
        } catch (RuntimeException e) {
            // Once a problem, not twice a second.
            if (!failing) {
                LOG.error("Nobody can see which events wait for their delivery; looking again and again", e);
            }
            failing = true;
        }
    }

    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.HOURS)
    void prune() {
        records.prune();
    }

    private void deliverAll(UUID webhook) {
        try {
            for (var next = records.next(webhook); next.isPresent(); next = records.next(webhook)) {
                records.ended(next.get(), client.send(next.get()));
            }
        } catch (RuntimeException e) {
            LOG.error("Events could not be delivered and are tried again in a minute, webhook={}", webhook, e);
            pause();
        } finally {
            busy.remove(webhook);
            places.release();
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
