package dev.slipway.platform.app;

import dev.slipway.platform.account.Account;

/**
 * Published when somebody changed an app; becomes a line of its log.
 *
 * @param what as it stands there before {@code by user x}, for example {@code Enable maintenance mode}; no secrets
 */
public record AppActivity(App app, Account by, String what) {}
