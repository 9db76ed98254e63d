package dev.slipway.platform.account;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An API token's record.
 *
 * @param token     the token itself when it was just made; otherwise its redacted form
 * @param expiresAt null if it does not expire
 */
record Authorization(UUID id, String description, String token, @Nullable Instant expiresAt, Instant createdAt,
                     Instant updatedAt) {}
