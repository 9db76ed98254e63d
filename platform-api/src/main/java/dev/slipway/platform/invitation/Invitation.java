package dev.slipway.platform.invitation;

import java.time.Instant;

/**
 * A link with which an account's owner chooses a password, once. Slipway sends no mail: whoever asked for the link
 * hands it on.
 *
 * @param url absolute; shown once, since only a hash of its secret is kept
 */
public record Invitation(String url, Instant expiresAt) {}
