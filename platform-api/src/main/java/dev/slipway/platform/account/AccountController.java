package dev.slipway.platform.account;

import dev.slipway.platform.api.ApiException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code /account}: who am I. */
@RestController
class AccountController {

    private final Accounts accounts;
    private final Logins logins;
    private final TwoFactor twoFactor;
    private final CallLimit calls;

    AccountController(Accounts accounts, Logins logins, TwoFactor twoFactor, CallLimit calls) {
        this.accounts = accounts;
        this.logins = logins;
        this.twoFactor = twoFactor;
        this.calls = calls;
    }

    /** As published; what Slipway keeps nothing about is null. */
    record AccountView(UUID id, String email, @Nullable String name, boolean twoFactorAuthentication, boolean verified,
                       boolean allowTracking, boolean beta, boolean federated, @Nullable Instant suspendedAt,
                       @Nullable Instant delinquentAt, @Nullable Instant lastLogin, @Nullable String countryOfResidence,
                       @Nullable String smsNumber, @Nullable Object identityProvider, @Nullable Object defaultTeam,
                       @Nullable Object defaultOrganization, Instant createdAt, Instant updatedAt) {}

    /** @param password the current one, which a new one and a new e-mail address need */
    record ChangeRequest(@Nullable String name, @Nullable String email, @Nullable String password,
                         @Nullable String newPassword) {}

    record RateLimit(int remaining) {}

    @GetMapping({"/account", "/users/~"})
    AccountView show(Account caller) {
        AccountDetails details = accounts.details(caller.id().toString());
        return new AccountView(caller.id(), caller.email(), caller.name(), twoFactor.enabled(caller), true, false, false, false,
                caller.suspendedAt(), null, details.lastLogin(), null, null, null, null, null, caller.createdAt(), caller.updatedAt());
    }

    /** An empty name takes it away; Heroku's other settings have nothing to change here and are ignored. */
    @PatchMapping({"/account", "/users/~"})
    AccountView change(Account caller, @RequestBody ChangeRequest request) {
        if (request.email() != null || request.newPassword() != null) {
            logins.confirmPassword(caller, request.password() == null ? "" : request.password());
        }
        accounts.change(caller, new ProfileChange(request.name(), request.email(), request.newPassword()));
        return show(accounts.find(caller.id()).orElseThrow(() -> ApiException.notFound("account")));
    }

    @GetMapping("/account/rate-limits")
    RateLimit rateLimit(Account caller) {
        return new RateLimit(calls.left(caller));
    }

    /** Things an account of this installation has none of. */
    @GetMapping({"/spaces", "/user/notifications"})
    List<Object> none(Account caller) {
        return List.of();
    }
}
