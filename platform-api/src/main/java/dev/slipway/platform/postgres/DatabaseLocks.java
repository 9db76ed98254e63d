package dev.slipway.platform.postgres;

import dev.slipway.platform.api.ApiException;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** One change of a database at a time. In memory, because there is one platform process. */
@Component
public class DatabaseLocks {

    private final ConcurrentMap<UUID, ReentrantLock> locks = new ConcurrentHashMap<>();

    /** Waits for a change that is under way. */
    public <T> T with(UUID addonId, Supplier<T> change) {
        ReentrantLock lock = lock(addonId);
        lock.lock();
        try {
            return change.get();
        } finally {
            lock.unlock();
        }
    }

    /** @throws ApiException 409 if a change is under way */
    void now(UUID addonId, Runnable change) {
        if (!unlessBusy(addonId, change)) {
            throw ApiException.conflict("Another change of this database is under way. Try again when it is done.");
        }
    }

    /** @return false, having done nothing, if a change is under way */
    boolean unlessBusy(UUID addonId, Runnable change) {
        ReentrantLock lock = lock(addonId);
        if (!lock.tryLock()) {
            return false;
        }
        try {
            change.run();
            return true;
        } finally {
            lock.unlock();
        }
    }

    void forget(UUID addonId) {
        locks.remove(addonId);
    }

    private ReentrantLock lock(UUID addonId) {
        return locks.computeIfAbsent(addonId, _ -> new ReentrantLock(true));
    }
}
