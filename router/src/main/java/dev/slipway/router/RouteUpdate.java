package dev.slipway.router;

import java.util.List;

/**
 * One line of the route feed: the control plane sends a {@link Snapshot} first and changes after it.
 * Versions rise by every change and are echoed in {@link RouterReport#version()}.
 */
public sealed interface RouteUpdate {

    /** The whole table; replaces what the router holds. */
    record Snapshot(long version, List<Route> routes) implements RouteUpdate {
        public Snapshot {
            routes = List.copyOf(routes);
        }
    }

    /** Adds the route, or replaces the one with the same hostname, in one step for all its names. */
    record Put(long version, Route route) implements RouteUpdate {}

    /** Removes the route of {@code hostname}; unknown hostnames are ignored. */
    record Remove(long version, String hostname) implements RouteUpdate {}

    /** Sent every few seconds, so that a dead connection is noticed. */
    record Ping() implements RouteUpdate {}
}
