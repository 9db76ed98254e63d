package dev.slipway.platform.postgres;

import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.backing.KeyedLocks;
import dev.slipway.platform.backing.KeyedLocks.Held;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** One change of a database at a time. */
@Component
public class DatabaseLocks {

    /** Longer than a look of {@link DatabaseWatch} takes, shorter than a client waits. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final KeyedLocks<UUID> locks = new KeyedLocks<>();

    /** Waits for a change that is under way. */
    public <T> T with(UUID addonId, Supplier<T> change) {
        try (Held _ = locks.acquire(addonId)) {
            return change.get();
        }
    }

    /** Waits a little. @throws ApiException 409 if another change is under way all the time */
    void soon(UUID addonId, Runnable change) {
        if (!done(locks.tryAcquire(addonId, PATIENCE), change)) {
            throw ApiException.conflict("Another change of this database is under way. Try again when it is done.");
        }
    }

    /** @return false, having done nothing, if a change is under way */
    boolean unlessBusy(UUID addonId, Runnable change) {
        return done(locks.tryAcquire(addonId), change);
    }

    private static boolean done(Optional<Held> lock, Runnable change) {
        lock.ifPresent(held -> {
            try (held) {
                change.run();
            }
        });
        return lock.isPresent();
    }
}
