package dev.slipway.router;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;

/**
 * Where requests for one app's hostnames go.
 *
 * @param hostname     lower-case hostname without port, for example {@code hello.localhost}; no two routes share one
 * @param app          the app's immutable key, echoed in access lines
 * @param appName      the app's name, for pages a person reads
 * @param status       what to do with a request
 * @param upstreams    dynos to choose from; empty unless {@code status} is {@link Status#SERVING}
 * @param aliases      further hostnames of the app, lower case; {@code *.example.org} stands for every name with one label
 *                     in place of the asterisk that is not an alias itself
 * @param certificates for the aliases that are not to be served with a certificate of the router's own authority
 */
public record Route(
        String hostname,
        String app,
        String appName,
        Status status,
        List<Upstream> upstreams,
        // Absent in what an older control plane sends and an older router stored.
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> aliases,
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<RouteCertificate> certificates) {

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
        aliases = List.copyOf(aliases);
        certificates = List.copyOf(certificates);
    }

    /** A route of one hostname. */
    public Route(String hostname, String app, String appName, Status status, List<Upstream> upstreams) {
        this(hostname, app, appName, status, upstreams, List.of(), List.of());
    }
}
