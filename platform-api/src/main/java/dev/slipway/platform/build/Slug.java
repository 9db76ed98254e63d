package dev.slipway.platform.build;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a build left: an image and the commands to run from it.
 *
 * @param commit       40 hex digits, or what the source was called where it was not pushed; may be empty
 * @param image        image reference; empty once the slug was discarded, see {@link Builds#prune}
 * @param buildpack    display name, for example {@code Python}
 * @param processTypes process type to command, in Procfile order
 * @param size         bytes of {@code /app}, uncompressed
 * @param checksum     of the source: {@code SHA256:} and 64 hex digits; null for slugs of earlier versions of Slipway
 */
public record Slug(UUID id, UUID appId, String commit, String image, String buildpack, Map<String, String> processTypes,
                   long size, @Nullable String checksum, Instant createdAt) {

    /** Whether its image is gone, so that nothing can be run from it any more. */
    public boolean discarded() {
        return image.isEmpty();
    }
}
