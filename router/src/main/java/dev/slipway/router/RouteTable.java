package dev.slipway.router;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The routes a router serves from. Readers see one immutable snapshot behind one volatile field; a change builds the
 * next snapshot and replaces the field, so no request ever sees half a change. Safe from any thread; changes are applied
 * one after another.
 */
public final class RouteTable {

    private volatile Snapshot current = new Snapshot(0, Map.of(), Set.of());

    /**
     * @param hostname lower case, without port
     * @return the route of exactly this hostname
     */
    public Optional<Route> find(String hostname) {
        return Optional.ofNullable(current.routes.get(hostname));
    }

    /** Version of the last update applied; 0 before the first. */
    public long version() {
        return current.version;
    }

    /** Every route, in no particular order; does not change after the call. */
    public Collection<Route> routes() {
        return current.routes.values();
    }

    /** Whether a route lists the upstream with this id. */
    public boolean hasUpstream(String id) {
        return current.upstreamIds.contains(id);
    }

    /** The table as the update that would recreate it. */
    public RouteUpdate.Snapshot toSnapshot() {
        Snapshot snapshot = current;
        return new RouteUpdate.Snapshot(snapshot.version, List.copyOf(snapshot.routes.values()));
    }

    /** Applies one update in one step; a {@link RouteUpdate.Ping} changes nothing. */
    public synchronized void apply(RouteUpdate update) {
        current = switch (update) {
            case RouteUpdate.Snapshot(long version, List<Route> routes) -> of(version, routes);
            case RouteUpdate.Put(long version, Route route) -> current.with(version, route);
            case RouteUpdate.Remove(long version, String hostname) -> current.without(version, hostname);
            case RouteUpdate.Ping() -> current;
        };
    }

    private static Snapshot of(long version, List<Route> routes) {
        Map<String, Route> byHostname = new HashMap<>();
        routes.forEach(route -> byHostname.put(route.hostname(), route));
        return Snapshot.of(version, byHostname);
    }

    private record Snapshot(long version, Map<String, Route> routes, Set<String> upstreamIds) {

        static Snapshot of(long version, Map<String, Route> routes) {
            Set<String> ids = new HashSet<>();
            routes.values().forEach(route -> route.upstreams().forEach(upstream -> ids.add(upstream.id())));
            return new Snapshot(version, Map.copyOf(routes), Set.copyOf(ids));
        }

        Snapshot with(long version, Route route) {
            Map<String, Route> next = new HashMap<>(routes);
            next.put(route.hostname(), route);
            return of(version, next);
        }

        Snapshot without(long version, String hostname) {
            Map<String, Route> next = new HashMap<>(routes);
            next.remove(hostname);
            return of(version, next);
        }
    }
}
