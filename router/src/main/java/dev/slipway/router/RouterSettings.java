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
 * @param home         folder for the private CA, certificates and the last route table; created if missing
 */
public record RouterSettings(List<InetSocketAddress> listen, String domain, URI controlPlane, String token, Path home) {

    public RouterSettings {
        listen = List.copyOf(listen);
    }
}
