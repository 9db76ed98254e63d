/**
 * Apps: their names, owners and life.
 * Start reading at {@link dev.slipway.platform.app.Apps}.
 * Must not know what runs in them.
 */
@NullMarked
package dev.slipway.platform.app;

import org.jspecify.annotations.NullMarked;
