package dev.slipway.platform.drain;

import java.time.Instant;
import java.util.UUID;

/**
 * One way out of an app's log.
 *
 * @param token names the drain to whom it leads, {@code d.} and a UUID
 */
record LogDrain(UUID id, UUID appId, String token, DrainUrl url, Instant createdAt, Instant updatedAt) {

    /** Whether a user means this drain, by its id, token or URL. */
    boolean isCalled(String name) {
        return name.equals(id.toString()) || name.equals(token) || name.equals(url.value());
    }
}
