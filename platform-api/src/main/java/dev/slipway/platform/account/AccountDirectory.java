package dev.slipway.platform.account;

import dev.slipway.platform.api.ApiException;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Accounts as administrators see and change them. Each change is safe to repeat, and at least one administrator who can
 * log in is always left. Changes join the caller's transaction, in which the audit event is written, too.
 */
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class AccountDirectory {

    private final AccountRepository repository;
    private final AuthorizationRepository authorizations;
    private final BrowserSessions sessions;
    private final EntityManager entities;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    AccountDirectory(AccountRepository repository, AuthorizationRepository authorizations, BrowserSessions sessions,
                     EntityManager entities, ApplicationEventPublisher events, Clock clock) {
        this.repository = repository;
        this.authorizations = authorizations;
        this.sessions = sessions;
        this.entities = entities;
        this.events = events;
        this.clock = clock;
    }

    /** All accounts, in no order. */
    @Transactional(readOnly = true)
    public List<AccountDetails> all() {
        return repository.findAll().stream().map(AccountEntity::details).toList();
    }

    /** Those of {@code emails} that have an account, in no order. */
    @Transactional(readOnly = true)
    public List<AccountDetails> find(Collection<EmailAddress> emails) {
        return repository.findByEmails(emails.stream().map(EmailAddress::value).toList()).stream()
                .map(AccountEntity::details).toList();
    }

    /** Whether an administrator exists who can log in. */
    @Transactional(readOnly = true)
    public boolean administrated() {
        return repository.countWorkingAdministrators() > 0;
    }

    /** Sets the password and ends all tokens and sessions, which may be in the hands of whoever knew the former one. */
    public AccountDetails choosePassword(Account account, PasswordHash password) {
        AccountDetails changed = change(account, entity -> entity.passwordHash = password.value());
        logOutEverywhere(account);
        events.publishEvent(new PasswordChanged(account));
        noteAdministrator(changed);
        return changed;
    }

    /** @throws ApiException 409 if no administrator would be left */
    public AccountDetails administrate(Account account, boolean admin) {
        if (!admin) {
            keepAnotherAdministrator(account, "lose the role");
        }
        AccountDetails changed = change(account, entity -> entity.admin = admin);
        noteAdministrator(changed);
        return changed;
    }

    /** @throws ApiException 409 if no administrator would be left */
    public AccountDetails suspend(Account account) {
        keepAnotherAdministrator(account, "be suspended");
        return change(account, entity -> entity.suspendedAt = entity.suspendedAt == null ? Instant.now(clock) : entity.suspendedAt);
    }

    public AccountDetails unsuspend(Account account) {
        AccountDetails changed = change(account, entity -> entity.suspendedAt = null);
        noteAdministrator(changed);
        return changed;
    }

    /**
     * Removes the account with all that is its alone: tokens, sessions, memberships, invitations.
     *
     * @throws ApiException 409 if no administrator would be left, or if it still owns apps
     */
    public void remove(Account account) {
        keepAnotherAdministrator(account, "be deleted");
        try {
            repository.deleteById(account.id());
            repository.flush();
        } catch (DataIntegrityViolationException e) {
            throw ApiException.conflict(account.email() + " got an app at the same moment. Try again.");
        }
    }

    private AccountDetails change(Account account, Consumer<AccountEntity> change) {
        AccountEntity entity = repository.findById(account.id()).orElseThrow(() -> ApiException.notFound("user"));
        change.accept(entity);
        entity.updatedAt = Instant.now(clock);
        return entity.details();
    }

    private void logOutEverywhere(Account account) {
        // Sessions first: this waits for a CLI that is just given a token by one of them.
        sessions.endAll(account.id());
        authorizations.deleteByAccountId(account.id());
    }

    private void noteAdministrator(AccountDetails changed) {
        if (changed.account().admin() && changed.state() == AccountDetails.State.ACTIVE) {
            events.publishEvent(new AdministratorMade(changed.account()));
        }
    }

    private void keepAnotherAdministrator(Account account, String fate) {
        // Two administrators who remove each other at the same moment wait for each other here.
        List<UUID> administrators = repository.lockAdministrators();
        // What was read before that wait does not count.
        repository.findById(account.id()).ifPresent(entities::detach);
        boolean works = administrators.contains(account.id())
                && repository.findById(account.id()).map(entity -> entity.details().state()).orElse(null) == AccountDetails.State.ACTIVE;
        if (works && repository.countWorkingAdministrators() == 1) {
            throw ApiException.conflict(account.email() + " is the last administrator who can log in and cannot " + fate
                    + ". Make somebody else an administrator first.");
        }
    }
}
