package dev.slipway.platform.login;

import dev.slipway.platform.access.Public;
import dev.slipway.platform.account.BrowserSession;
import dev.slipway.platform.api.RequestOrigin;
import dev.slipway.platform.page.Page;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * The page that {@code heroku login} opens. It is never passed by, not even by who is logged in: anybody can send a link that
 * logs their own CLI in.
 */
@Public("pages ask for the login themselves")
@Page
class CliLoginPages {

    private final CliLogins logins;

    CliLoginPages(CliLogins logins) {
        this.logins = logins;
    }

    @GetMapping("/auth/browser/{id}")
    String show(@PathVariable String id, Optional<BrowserSession> session, HttpServletRequest request, Model model) {
        CliLogin login = logins.require(id);
        model.addAttribute("cli", login.id());
        model.addAttribute("description", login.description().value());
        if (session.isEmpty()) {
            return "login";
        }
        model.addAttribute("email", session.get().account().email());
        model.addAttribute("client", login.client());
        model.addAttribute("elsewhere", !login.client().equals(RequestOrigin.client(request)));
        return "cli-login";
    }

    @PostMapping("/auth/browser/{id}/approve")
    String approve(@PathVariable String id, BrowserSession session, Model model) {
        CliLogin login = logins.require(id);
        return logins.approve(login, session)
                ? message(model, "Logged in", "The Heroku CLI is logged in as " + session.account().email()
                        + ". You can close this page and go back to your terminal.")
                : decidedBefore(model);
    }

    /** Whoever has the link may say no. */
    @PostMapping("/auth/browser/{id}/cancel")
    String cancel(@PathVariable String id, Model model) {
        return logins.cancel(logins.require(id))
                ? message(model, "Cancelled", "The Heroku CLI is not logged in. You can close this page.") : decidedBefore(model);
    }

    private static String decidedBefore(Model model) {
        return message(model, "Already answered", "This login was answered before. You can close this page.");
    }

    private static String message(Model model, String title, String text) {
        model.addAttribute("title", title);
        model.addAttribute("text", text);
        return "message";
    }
}
