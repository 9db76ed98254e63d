package dev.slipway.router;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Requests in flight and quarantine, per upstream, across all event loops. An upstream that has left the table is
 * draining for as long as it has requests in flight.
 */
final class Upstreams {

    /** One request in flight; closing it twice counts once. Belongs to one event loop. */
    final class Lease implements AutoCloseable {

        private final Upstream upstream;
        private boolean open;

        private Lease(Upstream upstream, boolean counted) {
            this.upstream = upstream;
            this.open = counted;
        }

        Upstream upstream() {
            return upstream;
        }

        @Override
        public void close() {
            if (open) {
                open = false;
                leave(upstream);
            }
        }
    }

    private final RouteTable table;
    private final ConcurrentHashMap<String, Integer> inFlight = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Long> quarantinedUntil = new ConcurrentHashMap<>();
    private final AtomicReference<Runnable> onDrained = new AtomicReference<>(() -> {});

    Upstreams(RouteTable table) {
        this.table = table;
    }

    /** {@code listener} runs on an event loop whenever a draining upstream becomes empty. */
    void onDrained(Runnable listener) {
        onDrained.set(listener);
    }

    /**
     * Counts a request in. Whoever chose the upstream from the table must ask the table again afterwards: only a request
     * that was counted while the table still listed the upstream is sure to be seen by a drain.
     */
    Lease enter(Upstream upstream) {
        inFlight.merge(upstream.id(), 1, Integer::sum);
        return new Lease(upstream, true);
    }

    /** For the control plane, which is in no table and never drains. */
    Lease enterUncounted(Upstream upstream) {
        return new Lease(upstream, false);
    }

    int inFlight(Upstream upstream) {
        return inFlight.getOrDefault(upstream.id(), 0);
    }

    /** Upstream id to requests in flight, for those that left the table. */
    Map<String, Integer> draining() {
        Map<String, Integer> draining = new TreeMap<>();
        inFlight.forEach((id, count) -> {
            if (!table.hasUpstream(id)) {
                draining.put(id, count);
            }
        });
        return draining;
    }

    void quarantine(Upstream upstream, Duration duration) {
        quarantinedUntil.put(upstream.id(), System.nanoTime() + duration.toNanos());
    }

    boolean isQuarantined(Upstream upstream) {
        Long until = quarantinedUntil.get(upstream.id());
        if (until == null) {
            return false;
        }
        if (until - System.nanoTime() > 0) {
            return true;
        }
        quarantinedUntil.remove(upstream.id(), until);
        return false;
    }

    /** Called when a connection to the upstream succeeded. */
    void release(Upstream upstream) {
        if (!quarantinedUntil.isEmpty()) {
            quarantinedUntil.remove(upstream.id());
        }
    }

    /** Forgets the quarantine of upstreams that left the table. */
    void tableChanged() {
        quarantinedUntil.keySet().removeIf(id -> !table.hasUpstream(id));
    }

    private void leave(Upstream upstream) {
        Integer left = inFlight.computeIfPresent(upstream.id(), (id, count) -> count == 1 ? null : count - 1);
        if (left == null && !table.hasUpstream(upstream.id())) {
            onDrained.get().run();
        }
    }
}
