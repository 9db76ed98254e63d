package dev.slipway.platform.account;

import dev.slipway.platform.api.ApiException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** API tokens: hashed at rest, shown once. */
@Service
public class Authorizations {

    private final AuthorizationRepository repository;
    private final AccountRepository accounts;
    private final Clock clock;

    Authorizations(AuthorizationRepository repository, AccountRepository accounts, Clock clock) {
        this.repository = repository;
        this.accounts = accounts;
        this.clock = clock;
    }

    /**
     * The account whose valid token this is.
     *
     * @throws ApiException 403 if the account is suspended
     */
    @Transactional(readOnly = true)
    public Optional<Account> accountOf(String token) {
        if (token.isEmpty() || token.length() > 200) {
            return Optional.empty();
        }
        return repository.findByTokenHash(new ApiToken(token).hash())
                .filter(authorization -> !expired(authorization))
                .flatMap(authorization -> accounts.findById(authorization.accountId))
                .map(account -> account.toAccount().requireActive());
    }

    @Transactional
    Authorization create(Account account, String description, @Nullable Duration life) {
        ApiToken token = ApiToken.random();
        AuthorizationEntity entity = new AuthorizationEntity();
        entity.accountId = account.id();
        entity.description = description;
        entity.tokenHash = token.hash();
        entity.hint = token.hint();
        entity.createdAt = Instant.now(clock);
        entity.updatedAt = entity.createdAt;
        entity.expiresAt = life == null ? null : entity.createdAt.plus(life);
        repository.save(entity);
        return view(entity, token.value());
    }

    @Transactional(readOnly = true)
    List<Authorization> list(Account account) {
        return repository.findByAccountIdOrderByCreatedAt(account.id()).stream()
                .filter(entity -> !expired(entity))
                .map(entity -> view(entity, entity.hint)).toList();
    }

    @Transactional(readOnly = true)
    Authorization require(Account account, UUID id) {
        return repository.findByIdAndAccountId(id, account.id()).map(entity -> view(entity, entity.hint))
                .orElseThrow(() -> ApiException.notFound("authorization"));
    }

    @Transactional
    Authorization revoke(Account account, UUID id) {
        AuthorizationEntity entity = repository.findByIdAndAccountId(id, account.id())
                .orElseThrow(() -> ApiException.notFound("authorization"));
        repository.delete(entity);
        return view(entity, entity.hint);
    }

    private boolean expired(AuthorizationEntity authorization) {
        return authorization.expiresAt != null && authorization.expiresAt.isBefore(Instant.now(clock));
    }

    private static Authorization view(AuthorizationEntity entity, String token) {
        return new Authorization(entity.id, entity.description, token, entity.expiresAt, entity.createdAt,
                entity.updatedAt);
    }
}
