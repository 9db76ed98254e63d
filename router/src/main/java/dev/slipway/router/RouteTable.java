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

    private volatile Snapshot current = Snapshot.of(0, Map.of());

    /** What leads to an app: the name its owner gave, which may be a wildcard, and the certificate they brought for it. */
    record Name(String spelling, Route route, Optional<RouteCertificate> certificate) {}

    /**
     * @param hostname lower case, without port
     * @return the route of exactly this hostname, or else of the wildcard that stands for it
     */
    public Optional<Route> find(String hostname) {
        return name(hostname).map(Name::route);
    }

    /** As {@link #find}, with the name that leads there. */
    Optional<Name> name(String hostname) {
        Map<String, Name> names = current.names;
        Name exact = names.get(hostname);
        if (exact != null) {
            return Optional.of(exact);
        }
        int dot = hostname.indexOf('.');
        return dot < 0 ? Optional.empty() : Optional.ofNullable(names.get("*" + hostname.substring(dot)));
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

    private record Snapshot(long version, Map<String, Route> routes, Map<String, Name> names, Set<String> upstreamIds) {

        /** @param routes by the hostname of their own */
        static Snapshot of(long version, Map<String, Route> routes) {
            Map<String, Name> names = new HashMap<>();
            Set<String> ids = new HashSet<>();
            for (Route route : routes.values()) {
                route.aliases().forEach(alias -> names.put(alias, new Name(alias, route, certificate(route, alias))));
                route.upstreams().forEach(upstream -> ids.add(upstream.id()));
            }
            // Last, so that no alias takes the place of an app's own name.
            routes.forEach((name, route) -> names.put(name, new Name(name, route, certificate(route, name))));
            return new Snapshot(version, Map.copyOf(routes), Map.copyOf(names), Set.copyOf(ids));
        }

        private static Optional<RouteCertificate> certificate(Route route, String name) {
            return route.certificates().stream().filter(one -> one.hostnames().contains(name)).findFirst();
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
