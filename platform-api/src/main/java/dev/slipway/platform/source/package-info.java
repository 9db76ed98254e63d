/**
 * Archives of source code that builds are made from: uploaded here, or downloaded from elsewhere.
 * Start reading at {@link dev.slipway.platform.source.Sources}.
 * Must not know builds.
 */
@NullMarked
package dev.slipway.platform.source;

import org.jspecify.annotations.NullMarked;
