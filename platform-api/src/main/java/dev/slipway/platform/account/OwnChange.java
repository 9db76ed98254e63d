package dev.slipway.platform.account;

import org.jspecify.annotations.Nullable;

/**
 * Published inside the transaction in which an account's owner changes something about it, for the audit log.
 *
 * @param account as it is afterwards
 * @param action  for example {@code user.change-password}
 * @param detail  one line for people; null if the action says it all
 */
public record OwnChange(Account account, String action, @Nullable String detail) {}
