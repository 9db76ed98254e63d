package dev.slipway.platform.invitation;

import dev.slipway.platform.access.Administrator;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.audit.Actor;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /admin/claim}: makes the first administrator of a server without a browser. */
@RestController
class ClaimController {

    private final Claim claim;

    ClaimController(Claim claim) {
        this.claim = claim;
    }

    record Request(@Nullable String email, @Nullable String name, @Nullable String password) {}

    record ClaimedView(UUID id, String email) {}

    @PostMapping("/admin/claim")
    @ResponseStatus(HttpStatus.CREATED)
    ClaimedView claim(@Administrator Account caller, @RequestBody Request request, HttpServletRequest http) {
        if (request.email() == null || request.password() == null) {
            throw ApiException.invalid("email and password are required.");
        }
        Account account = claim.claimAsOperator(request.email(), request.name(), request.password(), Actor.of(caller, http));
        return new ClaimedView(account.id(), account.email());
    }
}
