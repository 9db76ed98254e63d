package dev.slipway.gitreceiver;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** User name and password of HTTP Basic; both empty when the client sent none, or nothing readable. */
record Credentials(String user, String password) {

    private static final Credentials NONE = new Credentials("", "");
    private static final String SCHEME = "Basic ";

    /** @param authorization the request header; null when absent */
    static Credentials parse(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return NONE;
        }
        try {
            byte[] decoded = Base64.getDecoder().decode(authorization.substring(SCHEME.length()).strip());
            String[] parts = new String(decoded, UTF_8).split(":", 2);
            return parts.length == 2 ? new Credentials(parts[0], parts[1]) : NONE;
        } catch (IllegalArgumentException notBase64) {
            return NONE;
        }
    }

    @Override
    public String toString() {
        return "Credentials[user=" + user + "]";
    }
}
