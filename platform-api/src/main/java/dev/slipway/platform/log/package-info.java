/**
 * One bounded log per app, and sessions to read it.
 * Start reading at {@link dev.slipway.platform.log.AppLogs}.
 * Must not know who writes to it.
 */
@NullMarked
package dev.slipway.platform.log;

import org.jspecify.annotations.NullMarked;
