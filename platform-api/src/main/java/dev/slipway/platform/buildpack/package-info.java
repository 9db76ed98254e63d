/**
 * Buildpacks: which there are, which an app has set, and the registry in which the CLI looks them up.
 * Start reading at {@link dev.slipway.platform.buildpack.Buildpacks}.
 * Must not know builds.
 */
@NullMarked
package dev.slipway.platform.buildpack;

import org.jspecify.annotations.NullMarked;
