package dev.slipway.router;

import java.util.List;

/**
 * Where requests for one hostname go.
 *
 * @param hostname  lower-case hostname without port, for example {@code hello.localhost}
 * @param app       the app's immutable key, echoed in access lines
 * @param appName   the app's name, for pages a person reads
 * @param status    what to do with a request
 * @param upstreams dynos to choose from; empty unless {@code status} is {@link Status#SERVING}
 */
public record Route(String hostname, String app, String appName, Status status, List<Upstream> upstreams) {

    /** What the router does with a request for this route. */
    public enum Status {
        /** Proxy it to one of the upstreams. */
        SERVING,
        /** The app has no release yet: the welcome page. */
        NO_RELEASE,
        /** No web process runs, by choice of its owner: H14. */
        NO_WEB_DYNOS,
        /** Its web dynos crashed and none is up: H10. */
        CRASHED,
        /** Maintenance mode: H80. */
        MAINTENANCE
    }

    public Route {
        upstreams = List.copyOf(upstreams);
    }
}
