package dev.slipway.platform.login;

import dev.slipway.platform.access.Public;
import dev.slipway.platform.account.BrowserSession;
import dev.slipway.platform.account.Logins;
import dev.slipway.platform.account.TwoFactor;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.page.FormMistake;
import dev.slipway.platform.page.Page;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Sets the second factor of a login up, and takes it away. */
@Public("pages ask for the login themselves")
@Page
class TwoFactorPages {

    private final TwoFactor twoFactor;
    private final Logins logins;

    TwoFactorPages(TwoFactor twoFactor, Logins logins) {
        this.twoFactor = twoFactor;
        this.logins = logins;
    }

    @GetMapping("/profile/two-factor")
    String show(BrowserSession session, Model model) {
        model.addAttribute("enabled", twoFactor.enabled(session.account()));
        return "two-factor";
    }

    @PostMapping("/profile/two-factor")
    String begin(BrowserSession session, @RequestParam(defaultValue = "") String password, HttpServletResponse response,
                 Model model) {
        try {
            logins.confirmPassword(session.account(), password);
            return enrolment(twoFactor.enrol(session.account()), model);
        } catch (ApiException e) {
            FormMistake.show(e, response, model);
            return show(session, model);
        }
    }

    @PostMapping("/profile/two-factor/confirm")
    String confirm(BrowserSession session, @RequestParam(defaultValue = "") String code, HttpServletResponse response,
                   Model model) {
        try {
            model.addAttribute("recoveryCodes", logins.enableTwoFactor(session.account(), code));
            return "recovery-codes";
        } catch (ApiException e) {
            FormMistake.show(e, response, model);
            return enrolment(twoFactor.pending(session.account()), model);
        }
    }

    @PostMapping("/profile/two-factor/disable")
    String disable(BrowserSession session, @RequestParam(defaultValue = "") String code, HttpServletResponse response,
                   Model model) {
        try {
            if (!logins.takeCode(session.account(), code)) {
                throw ApiException.invalid("The code is wrong or was used before. Wait until your app shows the next one.");
            }
            twoFactor.disable(session.account());
            return "redirect:/profile/two-factor";
        } catch (ApiException e) {
            FormMistake.show(e, response, model);
            return show(session, model);
        }
    }

    private static String enrolment(TwoFactor.Enrolment enrolment, Model model) {
        model.addAttribute("secret", enrolment.secret().replaceAll("(.{4})(?!$)", "$1 "));
        model.addAttribute("qr", QrSquare.of(enrolment.url().toString()));
        return "two-factor-setup";
    }
}
