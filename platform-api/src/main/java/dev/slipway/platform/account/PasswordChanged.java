package dev.slipway.platform.account;

/** Published inside the transaction in which {@code account} gets another password: links to choose one are worth nothing then. */
public record PasswordChanged(Account account) {}
