/**
 * The containers that add-ons live in: remembered, kept running, and reached at one address from everywhere.
 * Start reading at {@link dev.slipway.platform.backing.BackingServices}.
 * Must not know add-ons.
 */
@NullMarked
package dev.slipway.platform.backing;

import org.jspecify.annotations.NullMarked;
