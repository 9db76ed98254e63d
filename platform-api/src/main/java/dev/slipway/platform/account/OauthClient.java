package dev.slipway.platform.account;

import java.net.URI;
import java.time.Instant;
import java.util.UUID;

/** A program that acts for users, registered by one of them. */
public record OauthClient(UUID id, String name, URI redirectUri, Instant createdAt, Instant updatedAt) {}
