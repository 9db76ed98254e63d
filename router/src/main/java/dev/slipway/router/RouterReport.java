package dev.slipway.router;

import java.util.Map;

/**
 * What a router tells the control plane after each change it applied, whenever a draining upstream becomes empty, and
 * every few seconds.
 *
 * @param router   the router's id, new at each of its starts
 * @param version  version of the last update it applied
 * @param draining upstream id to requests still in flight, for upstreams that left the table; 0 is never listed
 */
public record RouterReport(String router, long version, Map<String, Integer> draining) {

    public RouterReport {
        draining = Map.copyOf(draining);
    }
}
