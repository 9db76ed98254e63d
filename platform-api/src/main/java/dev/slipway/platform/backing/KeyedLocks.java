package dev.slipway.platform.backing;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One at a time of each key; who has a lock may take it again. In memory on purpose: there is one platform process, so that no lock
 * outlives its owner. Locks that nobody has or waits for are forgotten. Safe for use from any thread.
 */
public final class KeyedLocks<K> {

    /** A lock to be given back at the end of a block, by the thread that took it. */
    public interface Held extends AutoCloseable {
        @Override
        void close();
    }

    private static final class Lock {
        private final ReentrantLock lock = new ReentrantLock(true);
        /** Who has it or waits for it; changed only inside of the map's own operations. */
        private int users;
    }

    private final Map<K, Lock> locks = new ConcurrentHashMap<>();

    /** Waits for whoever has the lock. */
    public Held acquire(K key) {
        Lock found = enter(key);
        found.lock.lock();
        return () -> release(key, found);
    }

    /** The lock, if nobody else has it now. */
    public Optional<Held> tryAcquire(K key) {
        return tryAcquire(key, Duration.ZERO);
    }

    /** The lock, if whoever has it gives it back in time. Who is interrupted meanwhile does not get it. */
    public Optional<Held> tryAcquire(K key, Duration patience) {
        Lock found = enter(key);
        boolean taken = false;
        try {
            taken = found.lock.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!taken) {
                leave(key);
            }
        }
        return taken ? Optional.of(() -> release(key, found)) : Optional.empty();
    }

    private void release(K key, Lock held) {
        held.lock.unlock();
        leave(key);
    }

    private Lock enter(K key) {
        return locks.compute(key, (_, found) -> {
            Lock entered = found == null ? new Lock() : found;
            entered.users++;
            return entered;
        });
    }

    private void leave(K key) {
        locks.computeIfPresent(key, (_, found) -> --found.users == 0 ? null : found);
    }

    /** How many keys there are that somebody has or waits for. */
    int size() {
        return locks.size();
    }
}
