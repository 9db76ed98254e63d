package dev.slipway.platform.user;

import dev.slipway.platform.account.AccountDetails;
import dev.slipway.platform.invitation.Invitation;
import org.jspecify.annotations.Nullable;

/**
 * An account, and what a change of it gave.
 *
 * @param created    whether this change made it; false if it was there
 * @param invitation a link that was just made for it; null if none was
 */
record User(AccountDetails details, boolean created, @Nullable Invitation invitation) {

    static User known(AccountDetails details) {
        return new User(details, false, null);
    }
}
