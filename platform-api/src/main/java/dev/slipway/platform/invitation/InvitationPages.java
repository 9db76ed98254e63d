package dev.slipway.platform.invitation;

import dev.slipway.platform.access.Public;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.audit.Actor;
import dev.slipway.platform.crypto.Secret;
import dev.slipway.platform.page.FormMistake;
import dev.slipway.platform.page.Page;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page on which somebody chooses a password. Looking at it does not use the link up. */
@Public("the URL is the permission")
@Page
class InvitationPages {

    private final Invitations invitations;

    InvitationPages(Invitations invitations) {
        this.invitations = invitations;
    }

    @GetMapping("/invitations/{secret}")
    String show(@PathVariable String secret, Model model) {
        model.addAttribute("email", invitations.invited(new Secret(secret)).email());
        return "choose-password";
    }

    @PostMapping("/invitations/{secret}")
    String accept(@PathVariable String secret, @RequestParam(defaultValue = "") String password, HttpServletRequest request,
                  HttpServletResponse response, Model model) {
        Account invited = invitations.invited(new Secret(secret));
        model.addAttribute("email", invited.email());
        try {
            invitations.accept(new Secret(secret), password, Actor.of(invited, request));
            return "welcome";
        } catch (ApiException e) {
            FormMistake.show(e, response, model);
            return "choose-password";
        }
    }
}
