package dev.slipway.gitreceiver;

import java.util.regex.Pattern;

/** The names that may become a folder of the repositories' folder. */
final class StorageKey {

    private static final Pattern SHAPE = Pattern.compile("[a-z0-9-]{1,64}");

    private StorageKey() {}

    static boolean isValid(String name) {
        return SHAPE.matcher(name).matches();
    }

    /** @throws IllegalArgumentException if {@code name} has another shape */
    static String require(String name) {
        if (!isValid(name)) {
            throw new IllegalArgumentException("storage key of a repository must be " + SHAPE + ", not '" + name + "'");
        }
        return name;
    }
}
