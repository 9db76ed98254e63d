package dev.slipway.platform.app;

import dev.slipway.platform.team.Team;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An app as it was when read; its parts (config vars, releases, dynos) have services of their own.
 *
 * @param id          never changes; key of everything that outlives a rename
 * @param ownerId     an account or, if {@code team} is there, that team
 * @param ownerEmail  of that account; for a team {@link Team#ownerEmail}
 * @param team        the team that owns it; null for a personal app
 * @param locked      whether only the team's admins and the app's collaborators get in; never so for a personal app
 * @param maintenance whether visitors see the maintenance page
 * @param releasedAt  time of the last release; null before the first
 */
public record App(UUID id, AppName name, UUID ownerId, String ownerEmail, @Nullable Team team, boolean locked,
                  boolean maintenance, Instant createdAt, Instant updatedAt, @Nullable Instant releasedAt) {

    /** The key that names the app in repositories, caches, labels and routes. */
    public String key() {
        return id.toString();
    }
}
