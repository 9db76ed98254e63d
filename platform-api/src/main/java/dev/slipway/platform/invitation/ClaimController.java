package dev.slipway.platform.invitation;

import dev.slipway.platform.access.Administrator;
import dev.slipway.platform.access.Public;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.audit.Actor;
import dev.slipway.platform.crypto.Secret;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.servlet.ModelAndView;

/** {@code /claim}: the page that makes the first administrator, and the same for a server without a browser. */
@Controller
class ClaimController {

    private final Claim claim;

    ClaimController(Claim claim) {
        this.claim = claim;
    }

    record Request(@Nullable String email, @Nullable String name, @Nullable String password) {}

    record ClaimedView(UUID id, String email) {}

    @Public("the URL is the permission")
    @GetMapping("/claim/{secret}")
    ModelAndView form(@PathVariable String secret, HttpServletResponse response) {
        return claim.open(new Secret(secret)) ? Page.of("claim", HttpStatus.OK, Map.of(), response) : dead(response);
    }

    @Public("the URL is the permission")
    @PostMapping("/claim/{secret}")
    ModelAndView make(@PathVariable String secret, @RequestParam(defaultValue = "") String email,
                      @RequestParam(defaultValue = "") String name, @RequestParam(defaultValue = "") String password,
                      HttpServletRequest request, HttpServletResponse response) {
        try {
            Account account = claim.claim(new Secret(secret), email, name, password, Actor.visitor(request));
            return Page.welcome(account.email(), response);
        } catch (ApiException e) {
            return e.status() == HttpStatus.CONFLICT.value() ? dead(response)
                    : Page.again("claim", Map.of("email", email, "name", name), e, response);
        }
    }

    @PostMapping("/admin/claim")
    @ResponseBody
    @ResponseStatus(HttpStatus.CREATED)
    ClaimedView claim(@Administrator Account caller, @RequestBody Request request, HttpServletRequest http) {
        if (request.email() == null || request.password() == null) {
            throw ApiException.invalid("email and password are required.");
        }
        Account account = claim.claimAsOperator(request.email(), request.name(), request.password(), Actor.of(caller, http));
        return new ClaimedView(account.id(), account.email());
    }

    private static ModelAndView dead(HttpServletResponse response) {
        return Page.message(HttpStatus.NOT_FOUND, "This link makes no administrator",
                "Either this Slipway has one already, or the link is not complete: ./slipway up shows it once more.", response);
    }
}
