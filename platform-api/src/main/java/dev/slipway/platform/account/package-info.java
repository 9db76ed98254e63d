/**
 * Accounts, passwords and API tokens.
 * Start reading at {@link dev.slipway.platform.account.Accounts}.
 * Must not know apps.
 */
@NullMarked
package dev.slipway.platform.account;

import org.jspecify.annotations.NullMarked;
