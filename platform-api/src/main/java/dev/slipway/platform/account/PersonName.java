package dev.slipway.platform.account;

import dev.slipway.platform.api.ApiException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How an account's owner wants to be called: one line of 1 to 100 characters in any script. */
public final class PersonName {

    private static final int LONGEST = 100;
    /** Control characters, halves of characters, and signs that turn the direction of the text that follows. */
    private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\u202A-\u202E\u2066-\u2069]");

    private PersonName() {}

    /**
     * Reads a name that somebody typed.
     *
     * @return null for nothing but white space
     * @throws ApiException 422 if it is not valid
     */
    public static @Nullable String parse(@Nullable String typed) {
        if (typed == null || typed.isBlank()) {
            return null;
        }
        String name = typed.strip();
        if (name.length() > LONGEST || UNFIT.matcher(name).find()) {
            throw ApiException.invalid("The name is not valid. Give one line of at most " + LONGEST + " characters.");
        }
        return name;
    }
}
