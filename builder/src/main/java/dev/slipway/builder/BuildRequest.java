package dev.slipway.builder;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * @param buildId     identifies this build in container names and labels, {@code [a-z0-9-]{1,64}}
 * @param cacheKey    names the dependency cache that builds share, {@code [a-z0-9-]{1,64}}; one app, one key
 * @param sourceTar   the source tree as an uncompressed tar, entry names relative to its root; untrusted content
 * @param commit      40 hex digits, exported to the build as {@code SOURCE_VERSION}
 * @param environment the app's config vars, visible to the build as environment variables, except those that would
 *                    change what the build itself is, such as {@code PATH} or {@code LD_PRELOAD}
 * @param image       reference to give the image, {@code repository:tag}
 */
public record BuildRequest(String buildId, String cacheKey, Path sourceTar, String commit,
                           Map<String, String> environment, String image) {

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern IMAGE = Pattern.compile("[a-z0-9][a-z0-9._/:-]*:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

    public BuildRequest {
        Check.name("buildId", buildId);
        Check.name("cacheKey", cacheKey);
        Check.that(COMMIT.matcher(commit).matches(), "commit must be 40 hex digits: %s", commit);
        Check.that(IMAGE.matcher(image).matches(), "image must be repository:tag: %s", image);
        environment = Map.copyOf(environment);
    }
}
