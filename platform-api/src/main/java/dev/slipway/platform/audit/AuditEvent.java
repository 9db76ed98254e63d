package dev.slipway.platform.audit;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that was done to an account. Names are as they were then.
 *
 * @param id     rises with time
 * @param action for example {@code user.suspend}
 * @param detail for example which apps; null if the action says it all
 */
record AuditEvent(long id, Instant at, Actor actor, String action, @Nullable UUID subjectId, String subject,
                  @Nullable String detail) {}
