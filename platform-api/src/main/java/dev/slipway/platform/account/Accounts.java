package dev.slipway.platform.account;

import dev.slipway.platform.api.ApiException;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Accounts: how they come to be, and what their owners change. What administrators do with them: {@link AccountDirectory}. */
@Service
public class Accounts {

    private final AccountRepository repository;
    private final EntityManager entities;
    private final Passwords passwords;
    private final BrowserSessions sessions;
    private final SignUpSettings signUp;
    private final TransactionTemplate transactions;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Accounts(AccountRepository repository, EntityManager entities, Passwords passwords, BrowserSessions sessions,
             SignUpSettings signUp, TransactionTemplate transactions, ApplicationEventPublisher events, Clock clock) {
        this.repository = repository;
        this.entities = entities;
        this.passwords = passwords;
        this.sessions = sessions;
        this.signUp = signUp;
        this.transactions = transactions;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Makes an account that can log in.
     *
     * @throws ApiException 422 if the e-mail is malformed or taken, or the password too short or too long
     */
    public Account create(String email, String password, boolean admin) {
        // Outside of any transaction: hashing takes its time, and database connections are few.
        return create(EmailAddress.parse(email), null, passwords.hash(password), admin);
    }

    /**
     * Makes an account that can log in.
     *
     * @param name as {@link PersonName#parse} gives it
     * @throws ApiException 422 if the e-mail is taken
     */
    @Transactional
    public Account create(EmailAddress email, @Nullable String name, PasswordHash password, boolean admin) {
        if (repository.findByEmail(email.value()).isPresent()) {
            throw taken(email);
        }
        AccountEntity entity = entity(new Newcomer(email, name), admin);
        entity.passwordHash = password.value();
        Account account = save(entity, email);
        if (admin) {
            events.publishEvent(new AdministratorMade(account));
        }
        return account;
    }

    /**
     * Makes accounts whose owners are yet to choose a password.
     *
     * @throws ApiException 409 if one of the e-mails was taken meanwhile
     */
    @Transactional
    public List<AccountDetails> createAll(List<Newcomer> newcomers, boolean admin) {
        List<AccountEntity> made = newcomers.stream().map(newcomer -> entity(newcomer, admin)).toList();
        try {
            // Not the repository: it would look for each of them first.
            made.forEach(entities::persist);
            entities.flush();
        } catch (PersistenceException e) {
            throw ApiException.conflict("Somebody else made one of these accounts at the same moment. Try again.");
        }
        return made.stream().map(AccountEntity::details).toList();
    }

    private AccountEntity entity(Newcomer newcomer, boolean admin) {
        AccountEntity entity = new AccountEntity();
        entity.email = newcomer.email().value();
        entity.name = newcomer.name();
        entity.admin = admin;
        entity.createdAt = Instant.now(clock);
        entity.updatedAt = entity.createdAt;
        return entity;
    }

    private Account save(AccountEntity account, EmailAddress email) {
        try {
            return repository.saveAndFlush(account).toAccount();
        } catch (DataIntegrityViolationException e) {
            // Somebody took the address between the check and here.
            throw taken(email);
        }
    }

    private static ApiException taken(EmailAddress email) {
        return ApiException.invalid("There is an account with the e-mail address " + email + " already.");
    }

    /** The account if the password is right, suspended or not. Takes as long if there is no such account. */
    Optional<Account> withPassword(String email, String password) {
        // Outside of any transaction, as above.
        Optional<AccountEntity> found = byEmail(email);
        boolean right = passwords.matches(password, found.map(account -> account.passwordHash).orElse(null));
        return found.filter(_ -> right).map(AccountEntity::toAccount);
    }

    void noteLogin(Account account) {
        repository.noteLogin(account.id(), Instant.now(clock));
    }

    /**
     * What the owner asked for, all of it or nothing. After a new password whoever is logged in with a browser has to log
     * in again; tokens stay.
     *
     * @throws ApiException 422 if a value is not acceptable or the e-mail somebody else's, 403 if the owner may not take
     *     that address
     */
    public void change(Account account, ProfileChange wish) {
        String name = PersonName.parse(wish.name());
        EmailAddress email = wish.email() == null ? null : admitted(account, EmailAddress.parse(wish.email()));
        // Outside of the transaction, as above.
        PasswordHash password = wish.password() == null ? null : passwords.hash(wish.password());
        transactions.executeWithoutResult(_ -> {
            if (wish.name() != null && !Objects.equals(name, account.name())) {
                repository.rename(account.id(), name, Instant.now(clock));
                tell(account, "user.change-name", account.name() == null ? null : "was " + account.name());
            }
            if (email != null && !email.value().equals(account.email())) {
                changeEmail(account, email);
                tell(account, "user.change-email", "was " + account.email());
            }
            if (password != null) {
                repository.changePassword(account.id(), password.value(), Instant.now(clock));
                sessions.endAll(account.id());
                events.publishEvent(new PasswordChanged(account));
                tell(account, "user.change-password", null);
            }
        });
    }

    /** An administrator's word is all that says whose an address is, unless whoever asks for one may have it. */
    private EmailAddress admitted(Account account, EmailAddress email) {
        if (account.admin() || email.value().equals(account.email()) || signUp.policy().admits(email)) {
            return email;
        }
        throw ApiException.forbidden("You cannot change your e-mail address to " + email + " yourself. Ask " + signUp.contact()
                + " to change it.");
    }

    /**
     * Gives the account another address.
     *
     * @throws ApiException 422 if it is somebody else's
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void changeEmail(Account account, EmailAddress email) {
        if (repository.findByEmail(email.value()).filter(other -> !other.id.equals(account.id())).isPresent()) {
            throw taken(email);
        }
        try {
            repository.changeEmail(account.id(), email.value(), Instant.now(clock));
        } catch (DataIntegrityViolationException e) {
            throw taken(email);
        }
    }

    private void tell(Account account, String action, @Nullable String detail) {
        events.publishEvent(new OwnChange(repository.findById(account.id()).orElseThrow().toAccount(), action, detail));
    }

    @Transactional(readOnly = true)
    public Optional<Account> find(UUID id) {
        return repository.findById(id).map(AccountEntity::toAccount);
    }

    /** @param emailOrId as typed; the e-mail address in any spelling */
    @Transactional(readOnly = true)
    public Optional<Account> find(String emailOrId) {
        return named(emailOrId).map(AccountEntity::toAccount);
    }

    /** @param email in any spelling */
    @Transactional(readOnly = true)
    public Optional<Account> findByEmail(String email) {
        return byEmail(email).map(AccountEntity::toAccount);
    }

    /**
     * The account that a user names, as in {@link #find(String)}.
     *
     * @throws ApiException 404 if there is none
     */
    public Account require(String emailOrId) {
        return details(emailOrId).account();
    }

    /** The same, with what only the account itself and administrators may see. */
    @Transactional(readOnly = true)
    public AccountDetails details(String emailOrId) {
        return named(emailOrId).map(AccountEntity::details)
                .orElseThrow(() -> ApiException.notFound("user",
                        "There is no such account here. Administrators make one with: ./slipway users add EMAIL"));
    }

    private Optional<AccountEntity> named(String emailOrId) {
        return byEmail(emailOrId).or(() -> uuid(emailOrId).flatMap(repository::findById));
    }

    private Optional<AccountEntity> byEmail(String typed) {
        return EmailAddress.read(typed).flatMap(email -> repository.findByEmail(email.value()));
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
