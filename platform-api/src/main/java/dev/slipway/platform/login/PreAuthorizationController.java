package dev.slipway.platform.login;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Logins;
import dev.slipway.platform.account.TwoFactor;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /apps/{app}/pre-authorizations}: on Heroku, a code given once for several requests to an app. Slipway asks for codes
 * at the login only, so there is nothing to remember; a wrong code is still an error.
 */
@RestController
class PreAuthorizationController {

    private final TwoFactor twoFactor;
    private final Logins logins;

    PreAuthorizationController(TwoFactor twoFactor, Logins logins) {
        this.twoFactor = twoFactor;
        this.logins = logins;
    }

    record AppView(UUID id, String name) {}

    record PreAuthorization(AppView app) {}

    @PutMapping("/apps/{app}/pre-authorizations")
    PreAuthorization authorize(@Requires(Permission.VIEW) App app, Account caller,
                               @RequestHeader(value = "Heroku-Two-Factor-Code", required = false) @Nullable String code) {
        if (twoFactor.enabled(caller) && (code == null || !logins.takeCode(caller, code))) {
            throw ApiException.twoFactor("The two-factor code is missing, wrong or was used before.");
        }
        return new PreAuthorization(new AppView(app.id(), app.name().value()));
    }
}
