/**
 * How people point the Heroku CLI here: the npm package that does it for them, and the page that tells them how.
 * Start reading at {@code ConnectController}.
 * Must not know accounts or apps.
 */
@NullMarked
package dev.slipway.platform.connect;

import org.jspecify.annotations.NullMarked;
