package dev.slipway.platform.account;

import dev.slipway.platform.api.ApiException;
import org.jspecify.annotations.Nullable;

/**
 * What a user calls a token, a client or a login.
 *
 * @param value one line of 1 to 255 characters
 */
public record Description(String value) {

    private static final int LONGEST = 255;

    /** @throws IllegalArgumentException if {@code value} is not of that shape */
    public Description {
        if (value.isBlank() || value.length() > LONGEST || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("not one line of 1 to " + LONGEST + " characters");
        }
    }

    /**
     * @param field   what it is for, as the API calls it
     * @param missing stands in for null
     * @throws ApiException 422 if it is not one line of that length
     */
    public static Description parse(String field, @Nullable String value, String missing) {
        try {
            return new Description(value == null ? missing : value);
        } catch (IllegalArgumentException e) {
            throw ApiException.invalid("The " + field + " must be one line of 1 to " + LONGEST + " characters.");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
