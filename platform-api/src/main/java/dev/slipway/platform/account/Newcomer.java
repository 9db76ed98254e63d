package dev.slipway.platform.account;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who gets an account.
 *
 * @param name as {@link PersonName#parse} gives it
 */
public record Newcomer(EmailAddress email, @Nullable String name) {}
