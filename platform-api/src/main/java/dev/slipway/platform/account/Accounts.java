package dev.slipway.platform.account;

import dev.slipway.platform.api.ApiException;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Accounts: how they come to be, and how their owners get in. What administrators do with them: {@link AccountDirectory}. */
@Service
public class Accounts {

    private final AccountRepository repository;
    private final EntityManager entities;
    private final Passwords passwords;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Accounts(AccountRepository repository, EntityManager entities, Passwords passwords, ApplicationEventPublisher events,
             Clock clock) {
        this.repository = repository;
        this.entities = entities;
        this.passwords = passwords;
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

    /**
     * The account if the password is right; notes the time of this login.
     *
     * @throws ApiException 403 if the password is right and the account suspended
     */
    public Optional<Account> login(String email, String password) {
        // Outside of any transaction, as above.
        Optional<AccountEntity> found = EmailAddress.read(email).flatMap(address -> repository.findByEmail(address.value()));
        if (!passwords.matches(password, found.map(account -> account.passwordHash).orElse(null))) {
            return Optional.empty();
        }
        Account account = found.orElseThrow().toAccount().requireActive();
        repository.noteLogin(account.id(), Instant.now(clock));
        return Optional.of(account);
    }

    @Transactional(readOnly = true)
    public Optional<Account> find(UUID id) {
        return repository.findPresent(id).map(AccountEntity::toAccount);
    }
}
