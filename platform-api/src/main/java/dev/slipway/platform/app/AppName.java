package dev.slipway.platform.app;

import dev.slipway.platform.api.ApiException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A valid app name: part of hostnames, image references and container names, and therefore checked once, here.
 *
 * @param value 3 to 30 of {@code a-z 0-9 -}, starting with a letter, ending with a letter or digit
 */
public record AppName(String value) {

    private static final Pattern VALID = Pattern.compile("[a-z][a-z0-9-]{1,28}[a-z0-9]");
    /** Hostnames the control plane uses, and those people would take for it. */
    private static final Set<String> RESERVED = Set.of("api", "git", "www", "dashboard", "registry", "localhost", "admin",
            "status", "docs", "slipway");

    public AppName {
        if (!VALID.matcher(value).matches()) {
            throw new IllegalArgumentException("not an app name: " + value);
        }
    }

    /**
     * Reads a name that a user typed.
     *
     * @throws ApiException 422 in Heroku's words
     */
    public static AppName parse(String typed) {
        if (typed.length() < 3 || typed.length() > 30) {
            throw ApiException.invalid("Name is too " + (typed.length() < 3 ? "short (minimum is 3" : "long (maximum is 30")
                    + " characters)");
        }
        if (!VALID.matcher(typed).matches()) {
            throw ApiException.invalid("Name must start with a letter, end with a letter or digit and can only contain "
                    + "lowercase letters, digits, and dashes.");
        }
        if (RESERVED.contains(typed)) {
            throw ApiException.invalid("Name " + typed + " is reserved for Slipway itself. Choose another one.");
        }
        return new AppName(typed);
    }

    @Override
    public String toString() {
        return value;
    }
}
