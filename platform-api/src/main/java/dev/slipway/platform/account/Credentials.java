package dev.slipway.platform.account;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an {@code Authorization} header carries.
 *
 * @param user     empty for a bearer token
 * @param password the token, or a password at login; empty when there is no usable header
 */
public record Credentials(String user, String password) {

    private static final Credentials NONE = new Credentials("", "");

    /** Reads {@code Bearer T} and {@code Basic base64(user:T)}; anything else counts as no credentials. */
    public static Credentials of(@Nullable String header) {
        if (header == null) {
            return NONE;
        }
        int space = header.indexOf(' ');
        String scheme = space < 0 ? "" : header.substring(0, space).toLowerCase(Locale.ROOT);
        String value = header.substring(space + 1).strip();
        return switch (scheme) {
            case "bearer" -> new Credentials("", value);
            case "basic" -> basic(value);
            default -> NONE;
        };
    }

    private static Credentials basic(String value) {
        try {
            String pair = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? NONE : new Credentials(pair.substring(0, colon), pair.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            return NONE;
        }
    }

    @Override
    public String toString() {
        return "Credentials[" + user + "]";
    }
}
