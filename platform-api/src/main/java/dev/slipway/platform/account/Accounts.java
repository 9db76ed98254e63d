package dev.slipway.platform.account;

import dev.slipway.platform.api.ApiException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Accounts and their passwords (argon2id). */
@Service
public class Accounts {

    private static final Pattern EMAIL = Pattern.compile("[^\\s@\\p{Cntrl}]{1,64}@[^\\s@\\p{Cntrl}]{1,189}");
    private static final int SHORTEST_PASSWORD = 8;
    private static final int LONGEST_PASSWORD = 256;

    private final AccountRepository repository;
    private final BrowserSessions sessions;
    private final Clock clock;
    private final PasswordEncoder passwords = Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
    /** argon2id uses 16 MB and a CPU for each: a flood of guesses must not take all there is. */
    private final Semaphore hashing = new Semaphore(1, true);
    // Checked when the e-mail is unknown, so that the answer takes as long as for a wrong password.
    private final String decoy = passwords.encode(UUID.randomUUID().toString());

    Accounts(AccountRepository repository, BrowserSessions sessions, Clock clock) {
        this.repository = repository;
        this.sessions = sessions;
        this.clock = clock;
    }

    /**
     * Makes an account.
     *
     * @throws ApiException 422 if the e-mail is malformed or taken, or the password too short or too long
     */
    @Transactional
    public Account create(String email, String password, boolean admin) {
        checkEmail(email);
        checkPassword(password);
        if (repository.findByEmail(email).isPresent()) {
            throw taken();
        }
        AccountEntity account = new AccountEntity();
        account.email = email;
        account.passwordHash = passwords.encode(password);
        account.admin = admin;
        account.createdAt = Instant.now(clock);
        account.updatedAt = account.createdAt;
        return repository.save(account).toAccount();
    }

    /** The account if the password is right. Takes as long if there is no such account. */
    Optional<Account> withPassword(String email, String password) {
        // Outside of any transaction: hashing takes its time, and database connections are few.
        Optional<AccountEntity> account = EMAIL.matcher(email).matches() ? repository.findByEmail(email) : Optional.empty();
        String hash = account.map(a -> a.passwordHash).orElse(decoy);
        boolean right = password.length() <= LONGEST_PASSWORD && oneAtATime(() -> passwords.matches(password, hash));
        return account.filter(_ -> right).map(AccountEntity::toAccount);
    }

    void noteLogin(Account account) {
        repository.noteLogin(account.id(), Instant.now(clock));
    }

    /**
     * Whoever is logged in with a browser has to log in again; tokens stay.
     *
     * @throws ApiException 422 if the password is too short or too long
     */
    public void changePassword(Account account, String password) {
        checkPassword(password);
        String hash = oneAtATime(() -> passwords.encode(password));
        repository.changePassword(account.id(), hash, Instant.now(clock));
        sessions.endAll(account.id());
    }

    /** @throws ApiException 422 if the e-mail is malformed or somebody else's */
    public void changeEmail(Account account, String email) {
        checkEmail(email);
        if (repository.findByEmail(email).filter(other -> !other.id.equals(account.id())).isPresent()) {
            throw taken();
        }
        try {
            repository.changeEmail(account.id(), email, Instant.now(clock));
        } catch (DataIntegrityViolationException e) {
            throw taken();
        }
    }

    /** @param name null for none */
    void rename(Account account, @Nullable Description name) {
        repository.rename(account.id(), name == null ? null : name.value(), Instant.now(clock));
    }

    /** What an account shows of itself beside what others need to know. */
    record Profile(@Nullable String name, @Nullable Instant lastLogin) {}

    @Transactional(readOnly = true)
    Profile profile(Account account) {
        return repository.findById(account.id()).map(entity -> new Profile(entity.name, entity.lastLogin))
                .orElseThrow(() -> ApiException.notFound("account"));
    }

    private <T> T oneAtATime(Supplier<T> work) {
        hashing.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            hashing.release();
        }
    }

    private static void checkEmail(String email) {
        if (!EMAIL.matcher(email).matches()) {
            throw ApiException.invalid("The e-mail address is not valid. Give one like name@example.org.");
        }
    }

    private static void checkPassword(String password) {
        if (password.length() < SHORTEST_PASSWORD || password.length() > LONGEST_PASSWORD) {
            throw ApiException.invalid("The password must have " + SHORTEST_PASSWORD + " to " + LONGEST_PASSWORD
                    + " characters.");
        }
    }

    private static ApiException taken() {
        return ApiException.invalid("There is an account with this e-mail address already.");
    }

    @Transactional(readOnly = true)
    public Optional<Account> find(UUID id) {
        return repository.findById(id).map(AccountEntity::toAccount);
    }

    /** @param email in any case */
    @Transactional(readOnly = true)
    public Optional<Account> findByEmail(String email) {
        return repository.findByEmail(email).map(AccountEntity::toAccount);
    }

    /**
     * The account that a user names.
     *
     * @param emailOrId as typed; the e-mail address without regard to case
     * @throws ApiException 404 if there is none
     */
    @Transactional(readOnly = true)
    public Account require(String emailOrId) {
        Optional<AccountEntity> account;
        try {
            account = EMAIL.matcher(emailOrId).matches() ? repository.findByEmail(emailOrId)
                    : repository.findById(UUID.fromString(emailOrId));
        } catch (IllegalArgumentException e) {
            account = Optional.empty();
        }
        return account.map(AccountEntity::toAccount).orElseThrow(() -> ApiException.notFound("user",
                "There is no such account here. Ask your administrator to make one."));
    }

    @Transactional(readOnly = true)
    public boolean none() {
        return repository.count() == 0;
    }
}
