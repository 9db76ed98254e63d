package dev.slipway.platform.pipeline;

import dev.slipway.platform.api.ApiException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where in a pipeline an app stands. {@link #label} is the API's spelling. */
enum Stage {
    REVIEW, DEVELOPMENT, TEST, STAGING, PRODUCTION;

    /** @throws ApiException 422 that lists the stages there are */
    static Stage parse(@Nullable String typed) {
        return Arrays.stream(values()).filter(stage -> stage.label().equals(typed)).findFirst()
                .orElseThrow(() -> ApiException.invalid("The stage must be one of: review, development, test, staging, "
                        + "production."));
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
