package dev.slipway.platform.app;

import dev.slipway.platform.account.Account;

/** Published inside the transaction that makes {@code app}, so that what belongs to every app is made with it. */
public record AppCreated(App app, Account by) {}
