package dev.slipway.platform.account;

import dev.slipway.platform.account.LoginOutcome.CodeNeeded;
import dev.slipway.platform.account.LoginOutcome.LoggedIn;
import dev.slipway.platform.account.LoginOutcome.WrongCode;
import dev.slipway.platform.account.LoginOutcome.WrongPassword;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.api.RequestOrigin;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** The one door: every password and every second factor is checked here, however it came, and wrong ones are counted. */
@Service
public class Logins {

    private static final int FREE_TRIES = 20;
    /** A school may share one address, and its lessons begin at the same minute. */
    private static final int FREE_TRIES_OF_A_NETWORK = 1_000;

    private final Accounts accounts;
    private final TwoFactor twoFactor;
    /** By network and e-mail address: anybody adds to these. */
    private final LoginLimit passwords;
    /** By network, for who tries one password on many accounts. */
    private final LoginLimit networks;
    /** By account, after it was proved: strangers cannot make these forgotten. */
    private final LoginLimit confirmations;

    Logins(Accounts accounts, TwoFactor twoFactor, Clock clock) {
        this.accounts = accounts;
        this.twoFactor = twoFactor;
        this.passwords = new LoginLimit(FREE_TRIES, clock);
        this.networks = new LoginLimit(FREE_TRIES_OF_A_NETWORK, clock);
        this.confirmations = new LoginLimit(FREE_TRIES, clock);
    }

    /**
     * The first step. Wrong passwords count for one address from one network, so that the owner, elsewhere, still gets in.
     *
     * @param client where the request came from
     * @throws ApiException 429 after too many wrong passwords, 403 if the password is right and the account suspended
     */
    public LoginOutcome withPassword(String email, String password, String client) {
        if (!Passwords.possible(password)) {
            return new WrongPassword();
        }
        String network = RequestOrigin.network(client);
        String who = network + " " + EmailAddress.read(email).map(EmailAddress::value).orElse("nobody");
        networks.attempt(network);
        passwords.attempt(who);
        Optional<Account> account = accounts.withPassword(email, password);
        if (account.isEmpty()) {
            return new WrongPassword();
        }
        networks.takeBack(network);
        passwords.forget(who);
        Account active = account.get().requireActive();
        return twoFactor.enabled(active) ? new CodeNeeded(active) : done(active);
    }

    /**
     * The second step. Wrong codes count for the account, wherever they come from: only who knows the password gets here.
     *
     * @throws ApiException 429 after too many wrong codes, 403 if the account is suspended
     */
    public LoginOutcome withCode(Account account, String code) {
        return takeCode(account.requireActive(), code) ? done(account) : new WrongCode();
    }

    /**
     * Makes sure that it is the caller's owner who asks for something of consequence.
     *
     * @throws ApiException 422 if the password is wrong, 429 after too many wrong ones
     */
    public void confirmPassword(Account caller, String password) {
        String who = "password of " + caller.id();
        confirmations.attempt(who);
        if (accounts.withPassword(caller.email(), password).isEmpty()) {
            throw ApiException.invalid("The password is wrong. This change needs your current one.");
        }
        confirmations.forget(who);
    }

    /**
     * Ends an enrolment: from now on logins need a code.
     *
     * @return recovery codes
     * @throws ApiException 422 if the code is wrong, 429 after too many wrong ones
     */
    public List<String> enableTwoFactor(Account caller, String code) {
        confirmations.attempt(codesOf(caller));
        List<String> recoveryCodes = twoFactor.confirm(caller, code);
        if (recoveryCodes.isEmpty()) {
            throw ApiException.invalid("The code is wrong. Make sure that your phone's clock is right, and type the code "
                    + "that the authenticator app shows now.");
        }
        confirmations.forget(codesOf(caller));
        return recoveryCodes;
    }

    /** Whether the code was right and is now used up. @throws ApiException 429 after too many wrong ones */
    public boolean takeCode(Account account, String code) {
        confirmations.attempt(codesOf(account));
        boolean right = twoFactor.take(account, code);
        if (right) {
            confirmations.forget(codesOf(account));
        }
        return right;
    }

    private LoggedIn done(Account account) {
        accounts.noteLogin(account);
        return new LoggedIn(account);
    }

    private static String codesOf(Account account) {
        return "codes of " + account.id();
    }
}
