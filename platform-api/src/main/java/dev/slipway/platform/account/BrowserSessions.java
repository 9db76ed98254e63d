package dev.slipway.platform.account;

import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.crypto.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Browsers that are logged in. What the cookie carries is hashed at rest; the API does not take it for a token. */
@Service
public class BrowserSessions {

    /** How long one stays logged in. */
    public static final Duration LIFE = Duration.ofDays(30);

    private final BrowserSessionRepository repository;
    private final AccountRepository accounts;
    private final Clock clock;

    BrowserSessions(BrowserSessionRepository repository, AccountRepository accounts, Clock clock) {
        this.repository = repository;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** @return what the cookie is to carry */
    @Transactional
    public Secret begin(Account account, Description description) {
        Instant now = Instant.now(clock);
        repository.deleteExpired(account.id(), now);
        Secret secret = Secret.random();
        BrowserSessionEntity entity = new BrowserSessionEntity();
        entity.accountId = account.id();
        entity.tokenHash = secret.hash();
        entity.description = description.value();
        entity.createdAt = now;
        entity.expiresAt = now.plus(LIFE);
        repository.save(entity);
        return secret;
    }

    /** Empty, too, while the account is suspended: the login then says so. */
    @Transactional(readOnly = true)
    public Optional<BrowserSession> find(Secret cookie) {
        return repository.findValid(cookie.hash(), Instant.now(clock))
                .map(found -> found.session().of(found.account().toAccount()));
    }

    /**
     * Whose session this is, if it has not ended and the account is not suspended. It does not end before the caller's
     * transaction, so that what begins with it is there to be ended, too, when a new password ends sessions.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    Optional<Account> hold(UUID id) {
        return repository.lock(id, Instant.now(clock)).flatMap(entity -> accounts.findById(entity.accountId))
                .map(AccountEntity::toAccount).filter(account -> account.suspendedAt() == null);
    }

    /** The oldest first. */
    @Transactional(readOnly = true)
    public List<BrowserSession> list(Account account) {
        return repository.findValidOf(account.id(), Instant.now(clock)).stream().map(entity -> entity.of(account)).toList();
    }

    /** @throws ApiException 404 if the account has no such session */
    @Transactional
    public BrowserSession end(Account account, UUID id) {
        BrowserSessionEntity entity = repository.findByIdAndAccountId(id, account.id())
                .orElseThrow(() -> ApiException.notFound("session"));
        repository.delete(entity);
        return entity.of(account);
    }

    /** Logs all of the account's browsers out. */
    @Transactional
    public void endAll(UUID accountId) {
        repository.deleteOf(accountId);
    }
}
