package dev.slipway.platform.build;

import dev.slipway.platform.buildpack.Buildpack;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to turn a source into a slug. Its output, which may be long, is read on its own.
 *
 * @param version    see {@link BuildSource}, as are the three that follow it
 * @param status     {@code pending}, {@code succeeded} or {@code failed}
 * @param buildpacks those that were set or, afterwards, the one that was detected; in their order
 * @param slugId     null unless it succeeded
 * @param releaseId  null unless it succeeded
 */
public record Build(UUID id, UUID appId, UUID accountId, String version, @Nullable String checksum, @Nullable String url,
                    @Nullable String versionDescription, String status, List<Buildpack> buildpacks, @Nullable UUID slugId,
                    @Nullable UUID releaseId, Instant createdAt, Instant updatedAt) {}
