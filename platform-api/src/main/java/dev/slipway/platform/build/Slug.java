package dev.slipway.platform.build;

import java.util.Map;
import java.util.UUID;

/**
 * What a build left: an image and the commands to run from it.
 *
 * @param commit       40 hex digits
 * @param image        image reference; empty once the slug was discarded, see {@link Builds#prune}
 * @param buildpack    display name, for example {@code Python}
 * @param processTypes process type to command, in Procfile order
 * @param size         bytes of {@code /app}, uncompressed
 */
public record Slug(UUID id, UUID appId, String commit, String image, String buildpack, Map<String, String> processTypes,
                   long size) {

    /** Whether its image is gone, so that nothing can be run from it any more. */
    public boolean discarded() {
        return image.isEmpty();
    }
}
