package dev.slipway.platform.team;

import dev.slipway.platform.account.Account;
import java.time.Instant;
import java.util.UUID;

/** An account in a team. */
record TeamMember(UUID id, Account account, TeamRole role, Instant createdAt, Instant updatedAt) {}
