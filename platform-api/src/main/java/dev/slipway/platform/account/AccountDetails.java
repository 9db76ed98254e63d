package dev.slipway.platform.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An account as administrators see it.
 *
 * @param invited   whether it has no password yet
 * @param lastLogin with the password; null before the first time
 */
public record AccountDetails(Account account, boolean invited, @Nullable Instant lastLogin) {

    /** The states are exclusive: a suspended account is that first of all. */
    public enum State { ACTIVE, INVITED, SUSPENDED }

    public State state() {
        if (account.suspendedAt() != null) {
            return State.SUSPENDED;
        }
        return invited ? State.INVITED : State.ACTIVE;
    }
}
