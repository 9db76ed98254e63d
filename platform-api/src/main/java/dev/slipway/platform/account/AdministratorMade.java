package dev.slipway.platform.account;

/** Published inside the transaction after which {@code account} administers the installation and can log in. */
public record AdministratorMade(Account account) {}
