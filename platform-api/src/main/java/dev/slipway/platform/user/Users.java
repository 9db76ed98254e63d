package dev.slipway.platform.user;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.AccountDetails.State;
import dev.slipway.platform.account.AccountDetails;
import dev.slipway.platform.account.AccountDirectory;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.account.EmailAddress;
import dev.slipway.platform.account.Newcomer;
import dev.slipway.platform.account.PasswordHash;
import dev.slipway.platform.account.Passwords;
import dev.slipway.platform.account.TwoFactor;
import dev.slipway.platform.account.PersonName;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.AppChanges;
import dev.slipway.platform.app.OwnedApps;
import dev.slipway.platform.audit.Actor;
import dev.slipway.platform.audit.AuditLog;
import dev.slipway.platform.invitation.Invitation;
import dev.slipway.platform.invitation.Invitations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What administrators do with accounts. Each change is one transaction with its audit event, and may be asked for again
 * when its answer was lost.
 */
@Service
class Users {

    private final AccountDirectory directory;
    private final Accounts accounts;
    private final Passwords passwords;
    private final TwoFactor twoFactor;
    private final Invitations invitations;
    private final OwnedApps ownedApps;
    private final Estate estate;
    private final AppChanges appChanges;
    private final AuditLog audit;
    private final TransactionTemplate transactions;

    Users(AccountDirectory directory, Accounts accounts, Passwords passwords, TwoFactor twoFactor,
          Invitations invitations, OwnedApps ownedApps, Estate estate, AppChanges appChanges, AuditLog audit, TransactionTemplate transactions) {
        this.directory = directory;
        this.accounts = accounts;
        this.passwords = passwords;
        this.twoFactor = twoFactor;
        this.invitations = invitations;
        this.ownedApps = ownedApps;
        this.estate = estate;
        this.appChanges = appChanges;
        this.audit = audit;
        this.transactions = transactions;
    }

    List<AccountDetails> all() {
        return directory.all();
    }

    /** @throws ApiException 404 if there is no such account */
    AccountDetails require(String emailOrId) {
        return accounts.details(emailOrId);
    }

    /**
     * Makes an account with a password.
     *
     * @throws ApiException 422 if a value is not acceptable or the e-mail taken
     */
    User create(Actor by, String email, @Nullable String name, String password, boolean admin) {
        EmailAddress address = EmailAddress.parse(email);
        String called = PersonName.parse(name);
        PasswordHash hash = passwords.hash(password);
        return transactions.execute(_ -> {
            Account account = accounts.create(address, called, hash, admin);
            audit.record(by, admin ? "user.create-admin" : "user.create", account);
            return new User(accounts.details(account.id().toString()), true, null);
        });
    }

    /**
     * Makes an account and a link with which its owner chooses a password. Asked for again, gives another link as long as
     * there is no password; whether somebody administers is not changed.
     *
     * @throws ApiException 422 if a value is not acceptable; 409 if the account is there, but not as an administrator
     */
    User invite(Actor by, String email, @Nullable String name, boolean admin) {
        Newcomer newcomer = new Newcomer(EmailAddress.parse(email), PersonName.parse(name));
        return transactions.execute(_ -> {
            User user = invite(by, List.of(newcomer), admin).getFirst();
            if (admin && !user.details().account().admin()) {
                throw ApiException.conflict(newcomer.email() + " has an account that administers nothing. Make it an"
                        + " administrator's with: ./slipway users admin " + newcomer.email() + " on");
            }
            return user;
        });
    }

    /** The same for a whole class: all of them or, if the database fails, none. No password is hashed, so it is quick. */
    List<User> invite(Actor by, List<Newcomer> newcomers) {
        return transactions.execute(_ -> invite(by, newcomers, false));
    }

    private List<User> invite(Actor by, List<Newcomer> newcomers, boolean admin) {
        Map<String, AccountDetails> users = byEmail(directory.find(newcomers.stream().map(Newcomer::email).toList()));
        List<AccountDetails> made = accounts.createAll(
                newcomers.stream().filter(newcomer -> !users.containsKey(newcomer.email().value())).toList(), admin);
        Map<String, AccountDetails> created = byEmail(made);
        users.putAll(created);
        List<Account> inviting = users.values().stream().filter(user -> user.state() == State.INVITED)
                .map(AccountDetails::account).toList();
        Map<UUID, Invitation> links = links(inviting, Invitations.FOR_NEWCOMERS);
        audit.recordAll(by, admin ? "user.invite-admin" : "user.invite", inviting);
        return newcomers.stream().map(newcomer -> users.get(newcomer.email().value()))
                .map(user -> new User(user, created.containsKey(user.account().email()), links.get(user.account().id()))).toList();
    }

    private static Map<String, AccountDetails> byEmail(List<AccountDetails> users) {
        return users.stream().collect(Collectors.toMap(user -> user.account().email(), Function.identity()));
    }

    private Map<UUID, Invitation> links(List<Account> inviting, Duration life) {
        List<Invitation> issued = invitations.issue(inviting, life);
        Map<UUID, Invitation> links = new HashMap<>();
        for (int i = 0; i < inviting.size(); i++) {
            links.put(inviting.get(i).id(), issued.get(i));
        }
        return links;
    }

    /** A link for somebody who forgot their password, which goes on working until the link is used. */
    User reset(Actor by, String emailOrId) {
        return change(by, emailOrId, "user.reset", account -> new User(accounts.details(account.id().toString()), false,
                links(List.of(account), Invitations.FOR_RESET).get(account.id())));
    }

    /** Where two factors are not enabled, nothing changes. */
    User disableTwoFactor(Actor by, String emailOrId) {
        return change(by, emailOrId, "user.two-factor-off", account -> {
            twoFactor.disable(account.id());
            return User.known(accounts.details(account.id().toString()));
        });
    }

    User administrate(Actor by, String emailOrId, boolean admin) {
        return change(by, emailOrId, admin ? "user.admin-on" : "user.admin-off",
                account -> User.known(directory.administrate(account, admin)));
    }

    /** @throws ApiException 422 if the address is malformed or somebody else's */
    User changeEmail(Actor by, String emailOrId, String email) {
        EmailAddress address = EmailAddress.parse(email);
        return transactions.execute(_ -> {
            Account account = accounts.require(emailOrId);
            accounts.changeEmail(account, address);
            AccountDetails changed = accounts.details(account.id().toString());
            audit.record(by, "user.change-email", changed.account(), "was " + account.email());
            return User.known(changed);
        });
    }

    /**
     * Keeps an account from logging in, from the API and from pushing.
     *
     * @param stopApps whether visitors of its apps see the maintenance page meanwhile; else the apps go on
     */
    User suspend(Actor by, String emailOrId, boolean stopApps) {
        List<App> paused = new ArrayList<>();
        User user = change(by, emailOrId, stopApps ? "user.suspend-with-apps" : "user.suspend", account -> {
            if (stopApps) {
                paused.addAll(ownedApps.pause(account));
            }
            return User.known(directory.suspend(account));
        });
        paused.forEach(appChanges::changed);
        return user;
    }

    /** Undoes {@link #suspend}, also for the apps. */
    User unsuspend(Actor by, String emailOrId) {
        List<App> resumed = new ArrayList<>();
        User user = change(by, emailOrId, "user.unsuspend", account -> {
            resumed.addAll(ownedApps.resume(account));
            return User.known(directory.unsuspend(account));
        });
        resumed.forEach(appChanges::changed);
        return user;
    }

    /**
     * Deletes an account. Its builds and releases of apps that stay do so, too.
     *
     * @return as it was
     * @throws ApiException 409 if there is something of which {@code farewell} does not say what becomes
     */
    User delete(Actor by, String emailOrId, Farewell farewell) {
        List<App> changed = new ArrayList<>();
        List<App> removed = new ArrayList<>();
        User last = transactions.execute(_ -> {
            AccountDetails user = accounts.details(emailOrId);
            Estate.Settled settled = estate.settle(user.account(), farewell);
            changed.addAll(settled.changed());
            removed.addAll(settled.removed());
            audit.record(by, "user.delete", user.account(), settled.told());
            directory.remove(user.account());
            return User.known(user);
        });
        changed.forEach(appChanges::changed);
        removed.forEach(appChanges::removed);
        return last;
    }

    private User change(Actor by, String emailOrId, String action, Function<Account, User> change) {
        return transactions.execute(_ -> {
            Account account = accounts.details(emailOrId).account();
            User user = change.apply(account);
            audit.record(by, action, account);
            return user;
        });
    }
}
