package dev.slipway.platform.release;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A slug with a snapshot of the config vars. Immutable but for its status.
 *
 * @param version   from 1, rising by one a release of the app
 * @param slugId    empty before the first build
 * @param resumable whether it is rolled out again after a restart that interrupted it; not so for a push, whose ref did
 *                  not move
 * @param skipsCommand   whether no release command runs for it: only what an add-on exports has changed
 * @param addonPlanNames plans of the add-ons that were attached, for example {@code heroku-postgresql:mini}
 */
public record Release(UUID id, UUID appId, int version, String description, UUID accountId, Optional<UUID> slugId,
                      Status status, boolean resumable, boolean skipsCommand,
                      List<String> addonPlanNames, Instant createdAt, Instant updatedAt) {

    /** {@code name().toLowerCase()} is the API's spelling. */
    public enum Status { PENDING, SUCCEEDED, FAILED }

    /** For people: {@code v7}. */
    public String label() {
        return "v" + version;
    }
}
