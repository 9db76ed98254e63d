package dev.slipway.platform.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An API token's record.
 *
 * @param token     the token itself when it was just made, or when the caller has just shown it; otherwise its redacted form
 * @param client    for whom it was made
 * @param expiresAt null if it does not expire
 */
public record Authorization(UUID id, String description, String token, List<String> scope, Optional<OauthClient> client,
                            @Nullable Instant expiresAt, Instant createdAt, Instant updatedAt) {}
