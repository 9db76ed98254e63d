package dev.slipway.platform.invitation;

import dev.slipway.platform.access.Public;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.audit.Actor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** {@code /signup}. */
@Public("who signs up has no account yet")
@Controller
class SignUpController {

    private final SignUp signUp;

    SignUpController(SignUp signUp) {
        this.signUp = signUp;
    }

    @GetMapping("/signup")
    ModelAndView form(HttpServletResponse response) {
        return signUp.closed() ? closed(response)
                : Page.of("sign-up", HttpStatus.OK, Map.of("admitted", signUp.admitted()), response);
    }

    @PostMapping("/signup")
    ModelAndView make(@RequestParam(defaultValue = "") String email, @RequestParam(defaultValue = "") String name,
                      @RequestParam(defaultValue = "") String password, HttpServletRequest request,
                      HttpServletResponse response) {
        if (signUp.closed()) {
            return closed(response);
        }
        try {
            Account account = signUp.make(email, name, password, Actor.visitor(request));
            return Page.welcome(account.email(), response);
        } catch (ApiException e) {
            return Page.again("sign-up", Map.of("email", email, "name", name, "admitted", signUp.admitted()), e, response);
        }
    }

    private ModelAndView closed(HttpServletResponse response) {
        return Page.message(HttpStatus.FORBIDDEN, "Sign-up is closed", "Ask " + signUp.contact() + " for an account.", response);
    }
}
