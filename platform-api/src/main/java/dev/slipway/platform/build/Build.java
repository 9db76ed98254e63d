package dev.slipway.platform.build;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to turn a commit into a slug. Its output, which may be long, is read on its own.
 *
 * @param status    {@code pending}, {@code succeeded} or {@code failed}
 * @param buildpack display name of what built it; null if none was detected
 * @param slugId    null unless it succeeded
 * @param releaseId null until its release was made
 */
public record Build(UUID id, UUID appId, UUID accountId, String commit, String status, @Nullable String buildpack,
                    @Nullable UUID slugId, @Nullable UUID releaseId, Instant createdAt, Instant updatedAt) {}
