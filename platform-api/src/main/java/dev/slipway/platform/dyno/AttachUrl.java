package dev.slipway.platform.dyno;

import dev.slipway.platform.api.RequestOrigin;
import dev.slipway.platform.app.PublicUrls;
import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a one-off's client comes to: the host and port at which it has just reached the API, so that it gets there
 * through a tunnel as well. The router takes it there, whichever port that is.
 */
final class AttachUrl {

    private static final Pattern ORIGIN =
            Pattern.compile("(?<scheme>https?)://(?<host>[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(:(?<port>\\d{1,5}))?");

    private AttachUrl() {}

    /** @param urls for a client that does not say how it reached the API */
    static String of(HttpServletRequest request, PublicUrls urls, String rendezvous) {
        Matcher origin = ORIGIN.matcher(RequestOrigin.of(request));
        if (!origin.matches()) {
            return "rendezvous://" + urls.domain() + ":" + urls.port() + "/" + rendezvous;
        }
        String usual = origin.group("scheme").equals("https") ? "443" : "80";
        String port = origin.group("port") == null ? usual : origin.group("port");
        return "rendezvous://" + origin.group("host") + ":" + port + "/" + rendezvous;
    }
}
