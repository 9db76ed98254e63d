package dev.slipway.platform.account;

import dev.slipway.platform.account.LoginOutcome.CodeNeeded;
import dev.slipway.platform.account.LoginOutcome.LoggedIn;
import dev.slipway.platform.account.LoginOutcome.WrongCode;
import dev.slipway.platform.account.LoginOutcome.WrongPassword;
import dev.slipway.platform.api.ApiException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** The one door: every password and every second factor is checked here, however it came, and wrong ones are counted. */
@Service
public class Logins {

    private final Accounts accounts;
    private final TwoFactor twoFactor;
    private final LoginLimit limit;
    private final FirstLogin firstLogin;

    Logins(Accounts accounts, TwoFactor twoFactor, LoginLimit limit, FirstLogin firstLogin) {
        this.accounts = accounts;
        this.twoFactor = twoFactor;
        this.limit = limit;
        this.firstLogin = firstLogin;
    }

    /**
     * The first step. Wrong passwords count for one address from one client, so that the owner, elsewhere, still gets in.
     *
     * @param client where the request came from
     * @throws ApiException 429 after too many wrong passwords
     */
    public LoginOutcome withPassword(String email, String password, String client) {
        String who = "password " + client + " " + email.toLowerCase(Locale.ROOT);
        limit.attempt(who);
        Optional<Account> account = accounts.withPassword(email, password);
        if (account.isEmpty()) {
            return new WrongPassword();
        }
        limit.succeeded(who);
        return twoFactor.enabled(account.get()) ? new CodeNeeded(account.get()) : done(account.get());
    }

    /**
     * The second step. Wrong codes count for the account, wherever they come from: only who knows the password gets here.
     *
     * @throws ApiException 429 after too many wrong codes
     */
    public LoginOutcome withCode(Account account, String code) {
        return takeCode(account, code) ? done(account) : new WrongCode();
    }

    /**
     * Makes sure that it is the caller's owner who asks for something of consequence.
     *
     * @throws ApiException 422 if the password is wrong, 429 after too many wrong ones
     */
    public void confirmPassword(Account caller, String password) {
        String who = "password of " + caller.id();
        limit.attempt(who);
        if (accounts.withPassword(caller.email(), password).isEmpty()) {
            throw ApiException.invalid("The password is wrong. This change needs your current one.");
        }
        limit.succeeded(who);
    }

    /**
     * Ends an enrolment: from now on logins need a code.
     *
     * @return recovery codes
     * @throws ApiException 422 if the code is wrong, 429 after too many wrong ones
     */
    public List<String> enableTwoFactor(Account caller, String code) {
        limit.attempt(codesOf(caller));
        List<String> recoveryCodes = twoFactor.confirm(caller, code);
        if (recoveryCodes.isEmpty()) {
            throw ApiException.invalid("The code is wrong. Make sure that your phone's clock is right, and type the code "
                    + "that the authenticator app shows now.");
        }
        limit.succeeded(codesOf(caller));
        return recoveryCodes;
    }

    /** Whether the code was right and is now used up. @throws ApiException 429 after too many wrong ones */
    public boolean takeCode(Account account, String code) {
        limit.attempt(codesOf(account));
        boolean right = twoFactor.take(account, code);
        if (right) {
            limit.succeeded(codesOf(account));
        }
        return right;
    }

    private LoggedIn done(Account account) {
        accounts.noteLogin(account);
        firstLogin.done();
        return new LoggedIn(account);
    }

    private static String codesOf(Account account) {
        return "codes of " + account.id();
    }
}
