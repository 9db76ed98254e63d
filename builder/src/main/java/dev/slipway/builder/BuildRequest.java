package dev.slipway.builder;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * @param buildId     identifies this build in container names and labels, {@code [a-z0-9-]{1,64}}
 * @param cacheKey    names the dependency cache that builds share, {@code [a-z0-9-]{1,64}}; one app, one key
 * @param sourceTar   the source tree as an uncompressed tar, entry names relative to its root; untrusted content
 * @param version     exported to the build as {@code SOURCE_VERSION}: 40 hex digits of a commit, or what else the source is
 *                    called; printable, at most 255 characters, may be empty
 * @param environment the app's config vars, visible to the build as environment variables, except those that would
 *                    change what the build itself is, such as {@code PATH} or {@code LD_PRELOAD}
 * @param image       reference to give the image, {@code repository:tag}
 * @param buildpacks  keys of {@link ImageBuilder#buildpacks}, each at most once, which build in this order; empty to use
 *                    the first that recognises the source tree
 */
public record BuildRequest(String buildId, String cacheKey, Path sourceTar, String version,
                           Map<String, String> environment, String image, List<String> buildpacks) {

    private static final Pattern VERSION = Pattern.compile("[^\\p{Cntrl}]{0,255}");
    private static final Pattern IMAGE = Pattern.compile("[a-z0-9][a-z0-9._/:-]*:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

    public BuildRequest {
        Check.name("buildId", buildId);
        Check.name("cacheKey", cacheKey);
        Check.that(VERSION.matcher(version).matches(), "version must be printable: %s", version);
        Check.that(IMAGE.matcher(image).matches(), "image must be repository:tag: %s", image);
        environment = Map.copyOf(environment);
        buildpacks = List.copyOf(buildpacks);
        Check.that(Set.copyOf(buildpacks).size() == buildpacks.size(), "a buildpack is there twice: %s", buildpacks);
        buildpacks.forEach(Buildpack::require);
    }

    /** A build by whichever buildpack recognises the source tree. */
    public BuildRequest(String buildId, String cacheKey, Path sourceTar, String version, Map<String, String> environment,
                        String image) {
        this(buildId, cacheKey, sourceTar, version, environment, image, List.of());
    }
}
