package dev.slipway.platform.addon;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A database or another service that belongs to one app, and can be attached to several.
 *
 * @param id         never changes; whatever a driver makes for the add-on is named after it
 * @param name       unique in the installation, for example {@code postgresql-calm-12345}
 * @param appId      the app it belongs to, and goes with
 * @param service    for example {@code heroku-postgresql}
 * @param plan       for example {@code heroku-postgresql:mini}
 * @param options    what the user said beside the plan, as strings ({@code addons:create ... -- --version 17})
 * @param providerId what a provider that makes it in the background calls it; empty for all others
 * @param message    what the driver said last, for people; may be empty
 */
public record Addon(UUID id, String name, UUID appId, String service, String plan, AddonState state,
                    Map<String, String> options, Optional<String> providerId, String message, Instant createdAt,
                    Instant updatedAt) {

    /** The name of the credential that every add-on has. */
    public static final String DEFAULT_CREDENTIAL = "default";
}
