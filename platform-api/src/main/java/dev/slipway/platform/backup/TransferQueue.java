package dev.slipway.platform.backup;

import dev.slipway.platform.addon.AddonState;
import dev.slipway.platform.addon.Addons;
import dev.slipway.platform.backing.Round;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Runs transfers: a few at once, those that users wait for before those of the night, and one at a time of each database. The
 * rows are the queue, so that what waits survives a restart, and what ran is found and cleaned up after.
 */
@Component
class TransferQueue {

    private static final Logger LOG = LoggerFactory.getLogger(TransferQueue.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TransferRecords records;
    private final TransferWork work;
    private final Addons addons;
    private final BackupSettings settings;
    private final ConcurrentMap<UUID, Running> running = new ConcurrentHashMap<>();
    private final Round looks = new Round("transfers", this::lookNow);
    private volatile boolean open;

    TransferQueue(TransferRecords records, TransferWork work, Addons addons, BackupSettings settings) {
        this.records = records;
        this.work = work;
        this.addons = addons;
        this.settings = settings;
    }

    private record Running(Transfer transfer, Thread thread) {}

    /** From the next look on what waits is run, and what a dead process was at is ended. */
    void open() {
        open = true;
    }

    /** Now and then, for what could not be done because a database was away. */
    @Scheduled(fixedDelayString = "${slipway.backups.look-every}")
    void look() {
        if (open) {
            looks.begin();
        }
    }

    private void lookNow() {
        endThoseOfDestroyed();
        fill();
        settle(); // last, because servers of databases are asked, which may take their time
    }

    /** Starts as many as there is room for. To be called when one more waits or one has ended. */
    synchronized void fill() {
        if (!open) {
            return;
        }
        // Those that run here; and those that a dead process ran, until they are cleaned up after.
        Set<UUID> busy = new HashSet<>();
        running.values().forEach(one -> busy.addAll(one.transfer().addonIds()));
        records.running().forEach(transfer -> busy.addAll(transfer.addonIds()));
        for (Transfer next : records.pending()) {
            if (running.size() >= settings.concurrent()) {
                return;
            }
            // Who comes later must not overtake on the same database.
            boolean free = next.addonIds().stream().noneMatch(busy::contains);
            busy.addAll(next.addonIds());
            if (free && records.start(next.id())) {
                Thread thread = Thread.ofVirtual().name("transfer " + next.id()).unstarted(() -> run(next));
                running.put(next.id(), new Running(next, thread));
                thread.start();
            }
        }
    }

    private void run(Transfer transfer) {
        try {
            work.run(transfer);
        } finally {
            running.remove(transfer.id());
            fillLater();
        }
    }

    /** What fails here is done by the next look. */
    private void fillLater() {
        try {
            fill();
        } catch (RuntimeException e) {
            LOG.warn("Nobody can see which transfers wait; looking again soon", e);
        }
    }

    /** Ends what runs by its row and not in truth. */
    private void settle() {
        for (Transfer transfer : records.running()) {
            if (isAbandoned(transfer)) {
                try {
                    work.settle(transfer);
                } catch (RuntimeException e) {
                    LOG.warn("An interrupted transfer cannot be cleaned up after yet, transfer={} addon={}", transfer.id(),
                            transfer.addonId(), e);
                }
            }
        }
    }

    /** A database cannot be removed while it is worked on. */
    private void endThoseOfDestroyed() {
        running.values().stream().filter(one -> one.transfer().addonIds().stream().anyMatch(this::isGoing))
                .filter(one -> records.cancel(one.transfer().id())).forEach(one -> one.thread().interrupt());
    }

    private boolean isGoing(UUID addonId) {
        return addons.find(addonId).filter(addon -> addon.state() != AddonState.DEPROVISIONING).isEmpty();
    }

    /** Whoever runs a transfer is known before its row is, and ends the row before being forgotten. */
    private synchronized boolean isAbandoned(Transfer transfer) {
        return !running.containsKey(transfer.id())
                && records.find(transfer.id()).filter(now -> !now.state().ended()).isPresent();
    }

    /** Waits for {@link #fill}, which may have begun it in its row and not here yet. */
    private synchronized @Nullable Running started(UUID id) {
        return running.get(id);
    }

    /** Stops the work on a transfer whose row says that it is cancelled, and waits for that a while. */
    void stop(UUID id) {
        Running found = started(id);
        if (found == null) {
            return;
        }
        found.thread().interrupt();
        try {
            if (!found.thread().join(PATIENCE)) {
                LOG.warn("A cancelled transfer has not stopped yet, transfer={}", id);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
