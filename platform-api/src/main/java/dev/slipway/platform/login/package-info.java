/**
 * Login in a browser: for the browser itself, and for the Heroku CLI that waits for it. And what a person may look at and change
 * of their own login.
 * Start reading at {@link dev.slipway.platform.login.LoginPages}.
 * Must not check passwords itself: {@link dev.slipway.platform.account.Logins} does.
 */
@NullMarked
package dev.slipway.platform.login;

import org.jspecify.annotations.NullMarked;
