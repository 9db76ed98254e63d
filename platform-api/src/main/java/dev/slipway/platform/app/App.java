package dev.slipway.platform.app;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An app as it was when read; its parts (config vars, releases, dynos) have services of their own.
 *
 * @param id          never changes; key of everything that outlives a rename
 * @param maintenance whether visitors see the maintenance page
 * @param releasedAt  time of the last release; null before the first
 */
public record App(UUID id, AppName name, UUID ownerId, String ownerEmail, boolean maintenance, Instant createdAt,
                  Instant updatedAt, @Nullable Instant releasedAt) {

    /** The key that names the app in repositories, caches, labels and routes. */
    public String key() {
        return id.toString();
    }
}
