package dev.slipway.platform.account;

import java.time.Instant;
import java.util.UUID;

/**
 * Somebody who may log in.
 *
 * @param email as typed at sign-up; compared without regard to case
 * @param admin whether this account administers the installation
 */
public record Account(UUID id, String email, boolean admin, Instant createdAt, Instant updatedAt) {}
