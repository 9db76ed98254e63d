package dev.slipway.platform.login;

import dev.slipway.platform.access.Public;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.account.BrowserSession;
import dev.slipway.platform.account.LoginOutcome;
import dev.slipway.platform.account.Logins;
import dev.slipway.platform.api.RequestOrigin;
import dev.slipway.platform.crypto.SignedLinks;
import dev.slipway.platform.page.Page;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Logs a browser in and out. Afterwards it goes on to the waiting CLI, or to the profile, and nowhere else. */
@Public("this is the login")
@Page
class LoginPages {

    private static final String PURPOSE = "two-factor";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Logins logins;
    private final Accounts accounts;
    private final CliLogins cliLogins;
    private final SessionCookie cookie;
    private final SignedLinks links;

    LoginPages(Logins logins, Accounts accounts, CliLogins cliLogins, SessionCookie cookie, SignedLinks links) {
        this.logins = logins;
        this.accounts = accounts;
        this.cliLogins = cliLogins;
        this.cookie = cookie;
        this.links = links;
    }

    /**
     * What the two steps of the form send.
     *
     * @param cli    id of the CLI's login that this is for; empty for none
     * @param ticket proves, in the second step, that the password was right in the first; empty in the first
     */
    record Form(String email, String password, String cli, String ticket, String code) {

        Form {
            email = email == null ? "" : email;
            password = password == null ? "" : password;
            cli = cli == null ? "" : cli;
            ticket = ticket == null ? "" : ticket;
            code = code == null ? "" : code;
        }
    }

    @GetMapping("/login")
    String show(Optional<BrowserSession> session) {
        return session.isPresent() ? "redirect:/profile" : "login";
    }

    @PostMapping("/login")
    String login(Form form, HttpServletRequest request, HttpServletResponse response, Model model) {
        Optional<CliLogin> cli = cliLogins.find(form.cli());
        cli.ifPresent(login -> {
            model.addAttribute("cli", login.id());
            model.addAttribute("description", login.description().value());
        });
        LoginOutcome outcome = form.ticket().isEmpty()
                ? logins.withPassword(form.email(), form.password(), RequestOrigin.client(request))
                : withCode(form);
        return switch (outcome) {
            case LoginOutcome.LoggedIn(Account account) -> {
                cookie.begin(account, request, response);
                yield cli.map(login -> "redirect:/auth/browser/" + login.id()).orElse("redirect:/profile");
            }
            case LoginOutcome.WrongPassword() -> {
                model.addAttribute("email", form.email());
                yield again("login", form.ticket().isEmpty() ? "The e-mail address or the password is wrong."
                        : "That took too long. Log in again.", response, model);
            }
            case LoginOutcome.CodeNeeded(Account account) -> {
                model.addAttribute("ticket", links.seal(PURPOSE, account.id().toString(), PATIENCE));
                yield "login-code";
            }
            case LoginOutcome.WrongCode() -> {
                model.addAttribute("ticket", form.ticket());
                yield again("login-code", "The code is wrong or was used before. Wait until your app shows the next one.",
                        response, model);
            }
        };
    }

    private LoginOutcome withCode(Form form) {
        return links.open(PURPOSE, form.ticket()).flatMap(id -> accounts.find(UUID.fromString(id)))
                .map(account -> logins.withCode(account, form.code())).orElseGet(LoginOutcome.WrongPassword::new);
    }

    private static String again(String page, String error, HttpServletResponse response, Model model) {
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        model.addAttribute("error", error);
        return page;
    }

    /** @param cli where "not you?" was asked; empty otherwise */
    @PostMapping("/logout")
    String logout(@RequestParam(defaultValue = "") String cli, HttpServletRequest request, HttpServletResponse response) {
        cookie.end(request, response);
        return cliLogins.find(cli).map(login -> "redirect:/auth/browser/" + login.id()).orElse("redirect:/login");
    }
}
