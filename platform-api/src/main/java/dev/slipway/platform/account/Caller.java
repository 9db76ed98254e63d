package dev.slipway.platform.account;

/** Who sent a request, and what the token they sent may be used for. */
record Caller(Account account, Scopes scopes) {}
