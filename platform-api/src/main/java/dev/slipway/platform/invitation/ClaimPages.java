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

/** The page on which somebody becomes the first administrator. */
@Public("the URL is the permission")
@Page
class ClaimPages {

    private final Claim claim;

    ClaimPages(Claim claim) {
        this.claim = claim;
    }

    @GetMapping("/claim/{secret}")
    String show(@PathVariable String secret) {
        requireOpen(secret);
        return "claim";
    }

    @PostMapping("/claim/{secret}")
    String make(@PathVariable String secret, @RequestParam(defaultValue = "") String email,
                @RequestParam(defaultValue = "") String name, @RequestParam(defaultValue = "") String password,
                HttpServletRequest request, HttpServletResponse response, Model model) {
        requireOpen(secret);
        try {
            Account account = claim.claim(new Secret(secret), email, name, password, Actor.visitor(request));
            model.addAttribute("email", account.email());
            return "welcome";
        } catch (ApiException e) {
            FormMistake.show(e, response, model);
            model.addAttribute("email", email);
            model.addAttribute("name", name);
            return "claim";
        }
    }

    private void requireOpen(String secret) {
        if (!claim.open(new Secret(secret))) {
            throw ApiException.notFound("claim", "This link makes no administrator. Either this Slipway has one already, or the "
                    + "link is not complete: ./slipway up shows it once more.");
        }
    }
}
