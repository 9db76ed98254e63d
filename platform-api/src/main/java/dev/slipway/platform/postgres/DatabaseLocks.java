package dev.slipway.platform.postgres;

import dev.slipway.platform.api.ApiException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** One change of a database at a time. In memory, because there is one platform process. */
@Component
class DatabaseLocks {

    /** Longer than a look of {@link DatabaseWatch} takes, shorter than a client waits. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final ConcurrentMap<UUID, Shared> locks = new ConcurrentHashMap<>();

    /** A lock, and how many threads hold it or wait for it: with the last of them it goes. */
    private static final class Shared {

        private final ReentrantLock lock = new ReentrantLock(true);
        private int users;
    }

    /** Waits for a change that is under way. */
    <T> T with(UUID addonId, Supplier<T> change) {
        ReentrantLock lock = take(addonId);
        try {
            lock.lock();
            try {
                return change.get();
            } finally {
                lock.unlock();
            }
        } finally {
            giveBack(addonId);
        }
    }

    /** Waits a little. @throws ApiException 409 if another change is under way all the time */
    void soon(UUID addonId, Runnable change) {
        if (!within(PATIENCE, addonId, change)) {
            throw ApiException.conflict("Another change of this database is under way. Try again when it is done.");
        }
    }

    /** @return false, having done nothing, if a change is under way */
    boolean unlessBusy(UUID addonId, Runnable change) {
        return within(Duration.ZERO, addonId, change);
    }

    private boolean within(Duration patience, UUID addonId, Runnable change) {
        ReentrantLock lock = take(addonId);
        try {
            if (!lock.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
            try {
                change.run();
                return true;
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            giveBack(addonId);
        }
    }

    private ReentrantLock take(UUID addonId) {
        return locks.compute(addonId, (_, known) -> {
            Shared shared = known == null ? new Shared() : known;
            shared.users++;
            return shared;
        }).lock;
    }

    private void giveBack(UUID addonId) {
        locks.computeIfPresent(addonId, (_, shared) -> --shared.users == 0 ? null : shared);
    }
}
