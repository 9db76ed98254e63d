package dev.slipway.platform.login;

import dev.slipway.platform.access.Public;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.account.Authorizations;
import dev.slipway.platform.account.BrowserSession;
import dev.slipway.platform.account.BrowserSessions;
import dev.slipway.platform.account.Logins;
import dev.slipway.platform.account.ProfileChange;
import dev.slipway.platform.account.TwoFactor;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.page.FormMistake;
import dev.slipway.platform.page.Page;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Who is logged in, where, with which tokens; and changing the password. */
@Public("pages ask for the login themselves")
@Page
class ProfilePages {

    private final Authorizations authorizations;
    private final BrowserSessions sessions;
    private final TwoFactor twoFactor;
    private final Accounts accounts;
    private final Logins logins;
    private final SessionCookie cookie;

    ProfilePages(Authorizations authorizations, BrowserSessions sessions, TwoFactor twoFactor, Accounts accounts, Logins logins,
                 SessionCookie cookie) {
        this.authorizations = authorizations;
        this.sessions = sessions;
        this.twoFactor = twoFactor;
        this.accounts = accounts;
        this.logins = logins;
        this.cookie = cookie;
    }

    @GetMapping("/profile")
    String show(BrowserSession session, Model model) {
        model.addAttribute("email", session.account().email());
        model.addAttribute("current", session.id());
        model.addAttribute("sessions", sessions.list(session.account()));
        model.addAttribute("authorizations", authorizations.list(session.account()));
        model.addAttribute("twoFactor", twoFactor.enabled(session.account()));
        return "profile";
    }

    @PostMapping("/profile/authorizations/{id}/revoke")
    String revoke(BrowserSession session, @PathVariable UUID id) {
        authorizations.revoke(session.account(), id);
        return "redirect:/profile";
    }

    @PostMapping("/profile/sessions/{id}/end")
    String end(BrowserSession session, @PathVariable UUID id) {
        sessions.end(session.account(), id);
        return "redirect:/profile";
    }

    /** All browsers are logged out by it, except this one. */
    @PostMapping("/profile/password")
    String changePassword(BrowserSession session, @RequestParam(defaultValue = "") String password,
                          @RequestParam(defaultValue = "") String newPassword, HttpServletRequest request,
                          HttpServletResponse response, Model model) {
        try {
            logins.confirmPassword(session.account(), password);
            accounts.change(session.account(), ProfileChange.ofPassword(newPassword));
        } catch (ApiException e) {
            FormMistake.show(e, response, model);
            return show(session, model);
        }
        cookie.begin(session.account(), request, response);
        return "redirect:/profile";
    }
}
