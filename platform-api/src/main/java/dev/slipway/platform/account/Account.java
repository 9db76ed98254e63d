package dev.slipway.platform.account;

import dev.slipway.platform.api.ApiException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may log in.
 *
 * @param email       as in {@link EmailAddress#value}
 * @param name        null if they gave none
 * @param admin       whether this account administers the installation
 * @param suspendedAt since when an administrator keeps this account from doing anything; null if none does
 */
public record Account(UUID id, String email, @Nullable String name, boolean admin, @Nullable Instant suspendedAt,
                      Instant createdAt, Instant updatedAt) {

    /**
     * This account, if it may act. Asked wherever somebody proves who they are: {@link Logins},
     * {@link Authorizations#accountOf}, an invitation.
     *
     * @throws ApiException 403 {@code suspended} if it may not
     */
    public Account requireActive() {
        if (suspendedAt != null) {
            throw ApiException.suspended("The account " + email + " is suspended. Ask your administrator.");
        }
        return this;
    }
}
