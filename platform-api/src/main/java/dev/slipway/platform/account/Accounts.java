package dev.slipway.platform.account;

import dev.slipway.platform.api.ApiException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
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
    private final Clock clock;
    private final PasswordEncoder passwords = Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
    /** argon2id uses 16 MB and a CPU for each: a flood of guesses must not take all there is. */
    private final Semaphore hashing = new Semaphore(1, true);
    // Checked when the e-mail is unknown, so that the answer takes as long as for a wrong password.
    private final String decoy = passwords.encode(UUID.randomUUID().toString());

    Accounts(AccountRepository repository, Clock clock) {
        this.repository = repository;
        this.clock = clock;
    }

    /**
     * Makes an account.
     *
     * @throws ApiException 422 if the e-mail is malformed or taken, or the password too short or too long
     */
    @Transactional
    public Account create(String email, String password, boolean admin) {
        if (!EMAIL.matcher(email).matches()) {
            throw ApiException.invalid("The e-mail address is not valid. Give one like name@example.org.");
        }
        if (password.length() < SHORTEST_PASSWORD || password.length() > LONGEST_PASSWORD) {
            throw ApiException.invalid("The password must have " + SHORTEST_PASSWORD + " to " + LONGEST_PASSWORD
                    + " characters.");
        }
        if (repository.findByEmail(email).isPresent()) {
            throw ApiException.invalid("There is an account with this e-mail address already.");
        }
        AccountEntity account = new AccountEntity();
        account.email = email;
        account.passwordHash = passwords.encode(password);
        account.admin = admin;
        account.createdAt = Instant.now(clock);
        account.updatedAt = account.createdAt;
        return repository.save(account).toAccount();
    }

    /** The account if the password is right; notes the time of this login. */
    public Optional<Account> login(String email, String password) {
        // Outside of any transaction: hashing takes its time, and database connections are few.
        Optional<AccountEntity> account = repository.findByEmail(email);
        String hash = account.map(a -> a.passwordHash).orElse(decoy);
        hashing.acquireUninterruptibly();
        try {
            if (password.length() > LONGEST_PASSWORD || !passwords.matches(password, hash) || account.isEmpty()) {
                return Optional.empty();
            }
        } finally {
            hashing.release();
        }
        repository.noteLogin(account.get().id, Instant.now(clock));
        return account.map(AccountEntity::toAccount);
    }

    @Transactional(readOnly = true)
    public Optional<Account> find(UUID id) {
        return repository.findById(id).map(AccountEntity::toAccount);
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
