package dev.slipway.platform.api;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpHeaders;

/** Builds absolute URLs that lead back the way a request came, so that they also work through a tunnel. */
public final class RequestOrigin {

    private RequestOrigin() {}

    /** Scheme, host and port as the client sees them, without a slash at the end. */
    public static String of(HttpServletRequest request) {
        String forwarded = request.getHeader("X-Forwarded-Proto");
        String scheme = forwarded == null ? request.getScheme() : forwarded;
        String host = request.getHeader(HttpHeaders.HOST);
        return scheme + "://" + (host == null ? request.getServerName() : host);
    }
}
