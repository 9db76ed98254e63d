/** Stub. */
@NullMarked
package dev.slipway.platform.backing;

import org.jspecify.annotations.NullMarked;
