package dev.slipway.platform.webhook;

import dev.slipway.platform.api.ApiException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A subscription to what happens to an app.
 *
 * @param include Heroku's names of what it is about, for example {@code api:release}
 */
record Webhook(UUID id, String url, List<String> include, Level level, Instant createdAt, Instant updatedAt) {

    /** {@link #word} is the API's spelling. */
    enum Level {
        /** One attempt a delivery. */
        NOTIFY,
        /** Attempts until one succeeds or a day is over, and no delivery before the one it comes after has ended. */
        SYNC;

        static Level parse(@Nullable String word) {
            for (Level level : values()) {
                if (level.word().equals(word)) {
                    return level;
                }
            }
            throw ApiException.invalid("The level must be notify (one attempt) or sync (attempts until one succeeds).");
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
