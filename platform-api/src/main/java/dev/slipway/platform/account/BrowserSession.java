package dev.slipway.platform.account;

import java.time.Instant;
import java.util.UUID;

/** A browser in which somebody is logged in. */
public record BrowserSession(UUID id, Account account, String description, Instant createdAt, Instant expiresAt) {}
