/**
 * Turns a source tree into an image and the process types to run from it.
 * Start reading at {@link dev.slipway.builder.ImageBuilder}.
 * Must not know accounts, releases or routes; it knows Docker, buildpacks and the stack's images.
 */
@NullMarked
package dev.slipway.builder;

import org.jspecify.annotations.NullMarked;
