/**
 * Log drains: each app's log, sent on to servers of its users' choice.
 * Start reading at {@link dev.slipway.platform.drain.Drains}.
 * Must not know who writes the log.
 */
@NullMarked
package dev.slipway.platform.drain;

import org.jspecify.annotations.NullMarked;
