package dev.slipway.platform.drain;

import dev.slipway.platform.api.ApiException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a drain leads. Any part of it may be a secret: {@code toString} tells only {@link #place}.
 *
 * @param uri absolute, with a scheme of {@link Scheme} and a host
 */
record DrainUrl(URI uri) {

    private static final int LONGEST = 2000;

    enum Scheme {
        HTTPS("https", 443), SYSLOG("syslog", 514), SYSLOG_TLS("syslog+tls", 6514);

        private final String word;
        private final int port;

        Scheme(String word, int port) {
            this.word = word;
            this.port = port;
        }

        static Optional<Scheme> of(String word) {
            for (Scheme scheme : values()) {
                if (scheme.word.equals(word.toLowerCase(Locale.ROOT))) {
                    return Optional.of(scheme);
                }
            }
            return Optional.empty();
        }
    }

    /** @throws ApiException 422 if it is not the URL of a drain */
    static DrainUrl parse(String text) {
        if (text.length() > LONGEST) {
            throw ApiException.invalid("The URL of a log drain may have " + LONGEST + " characters.");
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw invalid();
        }
        // The port -1 stands for none; an empty one, as in "https://host:/", is none, too.
        if (uri.getScheme() == null || uri.getHost() == null || uri.getFragment() != null || uri.getPort() == 0
                || uri.getPort() > 65535) {
            throw invalid();
        }
        Scheme scheme = Scheme.of(uri.getScheme()).orElseThrow(DrainUrl::invalid);
        if (scheme != Scheme.HTTPS && uri.getRawUserInfo() != null) {
            throw ApiException.invalid("Syslog knows no credentials: leave out what stands before the @.");
        }
        return new DrainUrl(uri);
    }

    private static ApiException invalid() {
        return ApiException.invalid("Url is invalid. A log drain leads to https://host/path, syslog+tls://host:port or "
                + "syslog://host:port.");
    }

    Scheme scheme() {
        return Scheme.of(uri.getScheme()).orElseThrow();
    }

    String host() {
        return uri.getHost();
    }

    int port() {
        return uri.getPort() < 0 ? scheme().port : uri.getPort();
    }

    /** Host and port. */
    String place() {
        return host() + ":" + port();
    }

    /** What goes on the wire of HTTPS: everything but the credentials. */
    String requestTarget() {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return "https://" + place() + path + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    }

    /** Value of the {@code Authorization} header, if the URL has credentials. */
    Optional<String> authorization() {
        return Optional.ofNullable(uri.getUserInfo()).map(user -> "Basic " + Base64.getEncoder().encodeToString(
                (user.contains(":") ? user : user + ":").getBytes(StandardCharsets.UTF_8)));
    }

    /** As it was given. */
    String value() {
        return uri.toString();
    }

    @Override
    public String toString() {
        return place();
    }
}
