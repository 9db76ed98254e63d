package dev.slipway.platform.invitation;

import dev.slipway.platform.access.Public;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.audit.Actor;
import dev.slipway.platform.crypto.Secret;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** {@code /invitations}: the page on which somebody chooses a password. Looking at it does not use the link up. */
@Public("the URL is the permission")
@Controller
class InvitationController {

    private final Invitations invitations;

    InvitationController(Invitations invitations) {
        this.invitations = invitations;
    }

    @GetMapping("/invitations/{secret}")
    ModelAndView form(@PathVariable String secret, HttpServletResponse response) {
        Optional<Account> invited = invitations.invited(new Secret(secret));
        return invited.isPresent() ? Page.of("choose-password", HttpStatus.OK, Map.of("email", invited.get().email()), response)
                : gone(response);
    }

    @PostMapping("/invitations/{secret}")
    ModelAndView accept(@PathVariable String secret, @RequestParam(defaultValue = "") String password,
                        HttpServletRequest request, HttpServletResponse response) {
        Optional<Account> invited = invitations.invited(new Secret(secret));
        if (invited.isEmpty()) {
            return gone(response);
        }
        try {
            invitations.accept(new Secret(secret), password, Actor.of(invited.get(), request));
            return Page.welcome(invited.get().email(), response);
        } catch (ApiException e) {
            return e.status() == HttpStatus.NOT_FOUND.value() ? gone(response)
                    : Page.again("choose-password", Map.of("email", invited.get().email()), e, response);
        }
    }

    private static ModelAndView gone(HttpServletResponse response) {
        return Page.message(HttpStatus.NOT_FOUND, "This link does not work any more",
                "It was used already, or it is too old, or a part of it is missing. Ask whoever sent it to you for a new one.",
                response);
    }
}
