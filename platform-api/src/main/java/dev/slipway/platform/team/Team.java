package dev.slipway.platform.team;

import java.time.Instant;
import java.util.UUID;

/**
 * Accounts that own apps together.
 *
 * @param name unique, 3 to 30 of {@code a-z 0-9 -}
 */
public record Team(UUID id, String name, Instant createdAt, Instant updatedAt) {

    /** Heroku's clients take an app whose owner has an address below this domain for a team's. */
    private static final String OWNERS = "@herokumanager.com";

    /** What stands for the team where an owner's e-mail address is due. Nobody receives mail there. */
    public String ownerEmail() {
        return name + OWNERS;
    }
}
