/**
 * Builds and the slugs they leave.
 * Start reading at {@link dev.slipway.platform.build.Builds}.
 * Must not know releases or dynos.
 */
@NullMarked
package dev.slipway.platform.build;

import org.jspecify.annotations.NullMarked;
