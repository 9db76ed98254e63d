package dev.slipway.builder;

import java.nio.file.Path;
import java.util.Map;

/**
 * @param buildId     identifies this build in container names and labels, {@code [a-z0-9-]{1,64}}
 * @param cacheKey    names the dependency cache that builds share, {@code [a-z0-9-]{1,64}}; one app, one key
 * @param sourceTar   the source tree as an uncompressed tar, entry names relative to its root; untrusted content
 * @param commit      40 hex digits, exported to the build as {@code SOURCE_VERSION}
 * @param environment the app's config vars, visible to the build as environment variables
 * @param image       reference to give the image, {@code repository:tag}
 */
public record BuildRequest(String buildId, String cacheKey, Path sourceTar, String commit,
                           Map<String, String> environment, String image) {}
