/**
 * Features that an app or an account has or may turn on.
 * Start reading at {@code Feature}.
 * Must not know how dynos run: {@link dev.slipway.platform.feature.DynoMetadata} hands on what a dyno gets to know.
 */
@NullMarked
package dev.slipway.platform.feature;

import org.jspecify.annotations.NullMarked;
