package dev.slipway.platform.route;

import dev.slipway.router.Route;
import dev.slipway.router.RouteUpdate;
import dev.slipway.router.RouterReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The route table, the feeds that hand it to routers, and what routers report back. Thread-safe.
 *
 * <p>Closed until {@link #open()}: a router must not replace a table that works by one that is still being put together.
 */
public final class Routes {

    private static final long LOOK_AGAIN_MILLIS = 500;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition reported = lock.newCondition();
    private final Map<String, Route> table = new TreeMap<>();
    /** By key of the app. */
    private final Map<String, String> hostnames = new HashMap<>();
    private final Map<String, RouteSubscription> routers = new HashMap<>();
    private final Map<String, RouterReport> reports = new HashMap<>();
    private final Map<String, Instant> absentSince = new HashMap<>();
    private final Clock clock;
    private final Duration absence;
    private long version;
    private boolean open;

    public Routes(Clock clock) {
        this(clock, Duration.ofSeconds(15));
    }

    /** @param absence how long a router whose feed ended is expected back */
    Routes(Clock clock, Duration absence) {
        this.clock = clock;
        this.absence = absence;
        // Versions go on rising over restarts, so that a report about an older table is never taken for a newer one.
        this.version = clock.millis() * 1000;
    }

    /** From now on routers may subscribe: the table is complete. */
    public void open() {
        lock.lock();
        try {
            open = true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Makes {@code route} the only one of its app; empty removes all of them. Does nothing if it is so already.
     *
     * @param appKey key of the app, as in {@link Route#app()}
     */
    public void publish(String appKey, Optional<Route> route) {
        lock.lock();
        try {
            String former = hostnames.remove(appKey);
            route.ifPresent(wanted -> {
                hostnames.put(appKey, wanted.hostname());
                if (!wanted.equals(table.put(wanted.hostname(), wanted))) {
                    send(new RouteUpdate.Put(++version, wanted));
                }
            });
            Route old = former == null || former.equals(hostnames.get(appKey)) ? null : table.get(former);
            // Its former name may be another app's by now.
            if (old != null && old.app().equals(appKey)) {
                table.remove(former);
                send(new RouteUpdate.Remove(++version, former));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether a router follows the table. */
    boolean connected() {
        lock.lock();
        try {
            return !routers.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until every router has applied all changes made so far; false if {@code patience} ran out. */
    public boolean awaitApplied(Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long wanted = version;
            return await(patience, report -> report.version() >= wanted);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until no router has a request in flight to {@code upstreamIds}; false if patience ran out. */
    public boolean awaitDrained(Collection<String> upstreamIds, Duration patience) throws InterruptedException {
        Set<String> ids = Set.copyOf(upstreamIds);
        lock.lockInterruptibly();
        try {
            return await(patience, report -> report.draining().keySet().stream().noneMatch(ids::contains));
        } finally {
            lock.unlock();
        }
    }

    /** A router that is away a moment still serves by the table it has, so it counts; and so does one yet to come. */
    private boolean await(Duration patience, Predicate<RouterReport> satisfied) throws InterruptedException {
        Instant deadline = Instant.now(clock).plus(patience);
        while (!allAre(satisfied)) {
            long left = Duration.between(Instant.now(clock), deadline).toMillis();
            if (left <= 0) {
                return false;
            }
            reported.await(Math.min(left, LOOK_AGAIN_MILLIS), TimeUnit.MILLISECONDS);
        }
        return true;
    }

    private boolean allAre(Predicate<RouterReport> satisfied) {
        Instant forgotten = Instant.now(clock).minus(absence);
        absentSince.values().removeIf(since -> since.isBefore(forgotten));
        return !routers.isEmpty() && absentSince.isEmpty()
                && routers.keySet().stream().allMatch(id -> reports.containsKey(id) && satisfied.test(reports.get(id)));
    }

    /**
     * A feed for one router, beginning with a snapshot.
     *
     * @throws IllegalStateException while the table is not complete
     */
    RouteSubscription subscribe(String routerId) {
        lock.lock();
        try {
            if (!open) {
                throw new IllegalStateException("the route table is not complete yet");
            }
            RouteSubscription subscription = new RouteSubscription(() -> unsubscribe(routerId));
            subscription.offer(new RouteUpdate.Snapshot(version, new ArrayList<>(table.values())));
            RouteSubscription before = routers.put(routerId, subscription);
            if (before != null) {
                before.end();
            }
            reports.remove(routerId);
            absentSince.remove(routerId);
            return subscription;
        } finally {
            lock.unlock();
        }
    }

    void report(RouterReport report) {
        lock.lock();
        try {
            if (routers.containsKey(report.router())) {
                reports.put(report.router(), report);
                reported.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends all feeds, when the platform stops; routers go on with the table they have. */
    void close() {
        lock.lock();
        try {
            open = false;
            List.copyOf(routers.values()).forEach(RouteSubscription::end);
        } finally {
            lock.unlock();
        }
    }

    private void unsubscribe(String routerId) {
        lock.lock();
        try {
            RouteSubscription current = routers.get(routerId);
            if (current != null && current.ended()) {
                routers.remove(routerId);
                reports.remove(routerId);
                absentSince.put(routerId, Instant.now(clock));
            }
        } finally {
            lock.unlock();
        }
    }

    private void send(RouteUpdate update) {
        routers.values().forEach(subscription -> subscription.offer(update));
    }
}
