/**
 * Whether the installation works, for {@code heroku status}.
 * Start reading at {@link dev.slipway.platform.status.SystemCheck}.
 * Must not know the parts that are looked at.
 */
@NullMarked
package dev.slipway.platform.status;

import org.jspecify.annotations.NullMarked;
