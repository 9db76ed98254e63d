package dev.slipway.platform.deploy;

import dev.slipway.platform.app.App;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;

/**
 * One build, one release and one rollout per app at a time. In memory on purpose: {@link InstanceLock} makes sure that there is one
 * platform process, so a lock cannot outlive its owner.
 */
@Component
class AppLocks {

    /** Gives the lock back. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    private final ConcurrentMap<UUID, ReentrantLock> builds = new ConcurrentHashMap<>();
    private final ConcurrentMap<UUID, ReentrantLock> releases = new ConcurrentHashMap<>();
    private final ConcurrentMap<UUID, ReentrantLock> rollouts = new ConcurrentHashMap<>();

    /** @param onWait called once if somebody else builds this app now */
    Held build(App app, Runnable onWait) {
        ReentrantLock lock = builds.computeIfAbsent(app.id(), _ -> new ReentrantLock(true));
        if (!lock.tryLock()) {
            onWait.run();
            lock.lock();
        }
        return lock::unlock;
    }

    /**
     * Held around a release's command and its rollout, so that releases take effect in their order. Taken before
     * {@link #rollout}, which a release command does not need: while it runs, possibly for an hour, dynos of the release
     * that serves can be scaled and restarted.
     */
    Held release(App app) {
        ReentrantLock lock = releases.computeIfAbsent(app.id(), _ -> new ReentrantLock(true));
        lock.lock();
        return lock::unlock;
    }

    Held rollout(App app) {
        ReentrantLock lock = rollouts.computeIfAbsent(app.id(), _ -> new ReentrantLock(true));
        lock.lock();
        return lock::unlock;
    }

    /** The lock if nobody has it now. */
    Optional<Held> tryRollout(App app) {
        ReentrantLock lock = rollouts.computeIfAbsent(app.id(), _ -> new ReentrantLock(true));
        return lock.tryLock() ? Optional.of(lock::unlock) : Optional.empty();
    }

    /** Forgets an app that is gone. */
    void forget(App app) {
        builds.remove(app.id());
        releases.remove(app.id());
        rollouts.remove(app.id());
    }
}
