package dev.slipway.platform.user;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.AccountDetails;
import dev.slipway.platform.invitation.Invitation;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user in JSON.
 *
 * @param state   {@code active}, {@code invited} or {@code suspended}
 * @param created whether this request made the account
 */
record UserView(UUID id, String email, @Nullable String name, boolean admin, String state, boolean created,
                @Nullable Invitation invitation, @Nullable Instant suspendedAt, @Nullable Instant lastLogin, Instant createdAt,
                Instant updatedAt) {

    static UserView of(User user) {
        AccountDetails details = user.details();
        Account account = details.account();
        return new UserView(account.id(), account.email(), account.name(), account.admin(),
                details.state().name().toLowerCase(Locale.ROOT), user.created(), user.invitation(), account.suspendedAt(),
                details.lastLogin(), account.createdAt(), account.updatedAt());
    }
}
