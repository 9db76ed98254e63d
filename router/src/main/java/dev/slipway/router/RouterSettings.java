package dev.slipway.router;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * What a router needs to know to start.
 *
 * @param listen       addresses to listen on, each for HTTP and HTTPS; port 0 picks a free one
 * @param domain       apps live at {@code <app>.<domain>}; the domain itself, {@code api.}, {@code git.}, the loopback
 *                     names and bare IP addresses lead to the control plane
 * @param controlPlane base URL of the control plane, for example {@code http://127.0.0.1:8081}; plain HTTP, and only
 *                     host and port count
 * @param token        bearer token for the control plane's route feed, reports and logs; empty if there is none yet, and
 *                     then the router serves from its stored table
 * @param rendezvous   where the control plane waits for the clients of one-off dynos
 * @param home         folder for the private CA, certificates and the last route table; created if missing
 */
public record RouterSettings(List<InetSocketAddress> listen, String domain, URI controlPlane, String token, InetSocketAddress rendezvous,
        Path home) {

    /** The port of {@link #rendezvous}, on the machine of the control plane, unless it is set otherwise. */
    static final int USUAL_RENDEZVOUS_PORT = 8082;

    /** With {@link #rendezvous} at its usual port. */
    public RouterSettings(List<InetSocketAddress> listen, String domain, URI controlPlane, String token, Path home) {
        this(listen, domain, controlPlane, token, rendezvous(controlPlane, USUAL_RENDEZVOUS_PORT), home);
    }

    public RouterSettings {
        listen = List.copyOf(listen);
    }

    static InetSocketAddress rendezvous(URI controlPlane, int port) {
        return InetSocketAddress.createUnresolved(controlPlane.getHost(), port);
    }
}
