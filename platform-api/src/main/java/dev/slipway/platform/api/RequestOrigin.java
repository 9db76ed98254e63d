package dev.slipway.platform.api;

import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import org.springframework.http.HttpHeaders;

/** Where a request came from, and absolute URLs that lead back the same way, so that they also work through a tunnel. */
public final class RequestOrigin {

    private RequestOrigin() {}

    /** The client's address, as the router saw it: the last of the list, since a client may begin it. */
    public static String client(HttpServletRequest request) {
        String forwarded = request.getHeader("X-Forwarded-For");
        return forwarded == null ? request.getRemoteAddr() : forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
    }

    /** What stands for {@code client} where clients are counted: who has one IPv6 address has the 64 bits below its network, too. */
    public static String network(String client) {
        try {
            return InetAddress.ofLiteral(client) instanceof Inet6Address six
                    ? Arrays.toString(Arrays.copyOf(six.getAddress(), 8)) : client;
        } catch (IllegalArgumentException e) {
            return client;
        }
    }

    /** Scheme, host and port as the client sees them, without a slash at the end. */
    public static String of(HttpServletRequest request) {
        String forwarded = request.getHeader("X-Forwarded-Proto");
        String scheme = forwarded == null ? request.getScheme() : forwarded;
        String host = request.getHeader(HttpHeaders.HOST);
        if (host == null) {
            return scheme + "://" + request.getServerName();
        }
        // The client's end of a tunnel is plain, however the tunnel came in here; and our own ports take both.
        return (host.startsWith("localhost:") ? "http" : scheme) + "://" + host;
    }

    /** The same with https, for clients that take nothing else; the ports of a Slipway take both. */
    public static String secure(HttpServletRequest request) {
        String host = request.getHeader(HttpHeaders.HOST);
        return "https://" + (host == null ? request.getServerName() : host);
    }
}
