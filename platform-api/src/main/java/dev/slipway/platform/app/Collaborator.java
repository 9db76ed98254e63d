package dev.slipway.platform.app;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.account.Account;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** An account that may use an app which is not its own. */
record Collaborator(UUID id, Account account, Set<Permission> permissions, Instant createdAt, Instant updatedAt) {}
