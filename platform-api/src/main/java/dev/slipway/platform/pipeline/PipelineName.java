package dev.slipway.platform.pipeline;

import dev.slipway.platform.api.ApiException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** @param value 2 to 30 of {@code a-z 0-9 -}, starting with a letter */
record PipelineName(String value) {

    private static final Pattern VALID = Pattern.compile("[a-z][a-z0-9-]{1,29}");

    PipelineName {
        if (!VALID.matcher(value).matches()) {
            throw new IllegalArgumentException("not a pipeline name: " + value);
        }
    }

    /** @throws ApiException 422 if it is not a valid name */
    static PipelineName parse(@Nullable String typed) {
        if (typed == null || !VALID.matcher(typed).matches()) {
            throw ApiException.invalid("A pipeline's name must start with a letter, have 2 to 30 characters, and can only "
                    + "contain lowercase letters, digits, and dashes.");
        }
        return new PipelineName(typed);
    }

    @Override
    public String toString() {
        return value;
    }
}
