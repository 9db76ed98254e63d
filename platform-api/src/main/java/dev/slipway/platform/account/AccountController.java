package dev.slipway.platform.account;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /account}: who am I. */
@RestController
class AccountController {

    record AccountView(UUID id, String email, @Nullable String name, boolean twoFactorAuthentication, boolean verified,
                       boolean allowTracking, boolean beta, @Nullable Instant suspendedAt, @Nullable Instant delinquentAt,
                       @Nullable Instant lastLogin, Instant createdAt, Instant updatedAt) {

        static AccountView of(Account account) {
            return new AccountView(account.id(), account.email(), account.name(), false, true, false, false, account.suspendedAt(), null, null,
                    account.createdAt(), account.updatedAt());
        }
    }

    @GetMapping({"/account", "/users/~"})
    AccountView show(Account caller) {
        return AccountView.of(caller);
    }

    /** Things an account of this installation has none of. */
    @GetMapping({"/account/features", "/account/keys", "/teams", "/spaces", "/addons", "/addon-attachments", "/pipelines"})
    List<Object> none(Account caller) {
        return List.of();
    }
}
