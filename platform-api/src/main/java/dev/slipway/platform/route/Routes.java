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
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The route table, the feeds that hand it to routers, and what routers report back. Thread-safe.
 *
 * <p>Closed until {@link #open()}: a router must not replace a table that works by one that is still being put together.
 */
public final class Routes {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition reported = lock.newCondition();
    private final Map<String, Route> table = new TreeMap<>();
    private final Map<String, RouteSubscription> routers = new HashMap<>();
    private final Map<String, RouterReport> reports = new HashMap<>();
    private final Clock clock;
    private long version;
    private boolean open;

    public Routes(Clock clock) {
        this.clock = clock;
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

    /** Adds or replaces the route of one hostname. Does nothing if it is the same already. */
    public void put(Route route) {
        lock.lock();
        try {
            if (!route.equals(table.put(route.hostname(), route))) {
                send(new RouteUpdate.Put(++version, route));
            }
        } finally {
            lock.unlock();
        }
    }

    public void remove(String hostname) {
        lock.lock();
        try {
            if (table.remove(hostname) != null) {
                send(new RouteUpdate.Remove(++version, hostname));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until every connected router has applied all changes made so far; false if {@code patience} ran out. */
    public boolean awaitApplied(Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long wanted = version;
            return await(patience, report -> report.version() >= wanted);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until no connected router has a request in flight to {@code upstreamIds}; false if patience ran out. */
    public boolean awaitDrained(Collection<String> upstreamIds, Duration patience) throws InterruptedException {
        Set<String> ids = Set.copyOf(upstreamIds);
        lock.lockInterruptibly();
        try {
            return await(patience, report -> report.draining().keySet().stream().noneMatch(ids::contains));
        } finally {
            lock.unlock();
        }
    }

    private boolean await(Duration patience, Predicate<RouterReport> satisfied) throws InterruptedException {
        Instant deadline = Instant.now(clock).plus(patience);
        while (!routers.keySet().stream().allMatch(id -> reports.containsKey(id) && satisfied.test(reports.get(id)))) {
            long left = Duration.between(Instant.now(clock), deadline).toMillis();
            if (left <= 0) {
                return false;
            }
            reported.await(left, TimeUnit.MILLISECONDS);
        }
        return true;
    }

    /** A feed for one router, beginning with a snapshot; empty list of updates while closed is never sent. */
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
                reported.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void send(RouteUpdate update) {
        routers.values().forEach(subscription -> subscription.offer(update));
    }
}
