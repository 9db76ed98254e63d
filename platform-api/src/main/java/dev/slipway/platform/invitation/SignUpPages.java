package dev.slipway.platform.invitation;

import dev.slipway.platform.access.Public;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.audit.Actor;
import dev.slipway.platform.page.FormMistake;
import dev.slipway.platform.page.Page;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page on which people make an account for themselves, where they may. */
@Public("who signs up has no account yet")
@Page
class SignUpPages {

    private final SignUp signUp;

    SignUpPages(SignUp signUp) {
        this.signUp = signUp;
    }

    @GetMapping("/signup")
    String show(Model model) {
        signUp.requireOpen();
        model.addAttribute("admitted", signUp.admitted());
        return "sign-up";
    }

    @PostMapping("/signup")
    String make(@RequestParam(defaultValue = "") String email, @RequestParam(defaultValue = "") String name,
                @RequestParam(defaultValue = "") String password, HttpServletRequest request, HttpServletResponse response,
                Model model) {
        try {
            Account account = signUp.make(email, name, password, Actor.visitor(request));
            model.addAttribute("email", account.email());
            return "welcome";
        } catch (ApiException e) {
            FormMistake.show(e, response, model);
            model.addAttribute("email", email);
            model.addAttribute("name", name);
            return show(model);
        }
    }
}
