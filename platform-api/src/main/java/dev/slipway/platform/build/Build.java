package dev.slipway.platform.build;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to turn a commit into a slug.
 *
 * @param status    {@code pending}, {@code succeeded} or {@code failed}
 * @param buildpack display name of what built it; null if none was detected
 * @param output    all lines the pusher saw, each with its line break
 * @param slugId    null unless it succeeded
 * @param releaseId null until its release was made
 */
record Build(UUID id, UUID appId, UUID accountId, String commit, String status, @Nullable String buildpack, String output,
             @Nullable UUID slugId, @Nullable UUID releaseId, Instant createdAt, Instant updatedAt) {}
