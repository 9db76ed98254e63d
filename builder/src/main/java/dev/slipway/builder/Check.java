package dev.slipway.builder;

import java.util.regex.Pattern;

/** What records ask of their components; a violation is the caller's mistake. */
final class Check {

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");

    private Check() {}

    static void name(String component, String value) {
        that(NAME.matcher(value).matches(), component + " must match " + NAME + ": %s", value);
    }

    static void that(boolean condition, String message, Object value) {
        if (!condition) {
            throw new IllegalArgumentException(message.formatted(value));
        }
    }
}
