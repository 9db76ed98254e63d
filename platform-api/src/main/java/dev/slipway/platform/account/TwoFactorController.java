package dev.slipway.platform.account;

import dev.slipway.platform.api.ApiException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /account/two-factor}: the second factor of the caller's login. Heroku has it in its dashboard only. */
@RestController
class TwoFactorController {

    private final TwoFactor twoFactor;
    private final Logins logins;

    TwoFactorController(TwoFactor twoFactor, Logins logins) {
        this.twoFactor = twoFactor;
        this.logins = logins;
    }

    record StartRequest(@Nullable String password) {}

    record ConfirmRequest(@Nullable String code) {}

    record Status(boolean enabled) {}

    /** @param url {@code otpauth:}, for a QR code */
    record EnrolmentView(String secret, String url) {}

    record Enabled(boolean enabled, List<String> recoveryCodes) {}

    @GetMapping("/account/two-factor")
    Status status(Account caller) {
        return new Status(twoFactor.enabled(caller));
    }

    /** The password is asked for: a stolen token must not lock its owner out. */
    @PostMapping("/account/two-factor")
    @ResponseStatus(HttpStatus.CREATED)
    EnrolmentView begin(Account caller, @RequestBody StartRequest request) {
        logins.confirmPassword(caller, request.password() == null ? "" : request.password());
        TwoFactor.Enrolment enrolment = twoFactor.enrol(caller);
        return new EnrolmentView(enrolment.secret(), enrolment.url().toString());
    }

    @PatchMapping("/account/two-factor")
    Enabled confirm(Account caller, @RequestBody ConfirmRequest request) {
        return new Enabled(true, logins.enableTwoFactor(caller, request.code() == null ? "" : request.code()));
    }

    @DeleteMapping("/account/two-factor")
    Status disable(Account caller,
                   @RequestHeader(value = "Heroku-Two-Factor-Code", required = false) @Nullable String code) {
        if (twoFactor.enabled(caller) && (code == null || !logins.takeCode(caller, code))) {
            throw ApiException.twoFactor("Give a two-factor code that was not used before, or a recovery code, to disable "
                    + "two-factor authentication.");
        }
        twoFactor.disable(caller);
        return new Status(false);
    }
}
