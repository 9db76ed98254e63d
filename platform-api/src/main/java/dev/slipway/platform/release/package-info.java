/**
 * Releases: a slug with a snapshot of the config vars, numbered and immutable.
 * Start reading at {@link dev.slipway.platform.release.Releases}.
 * Must not know dynos: whoever rolls a release out implements {@link dev.slipway.platform.release.ReleaseRunner}.
 */
@NullMarked
package dev.slipway.platform.release;

import org.jspecify.annotations.NullMarked;
