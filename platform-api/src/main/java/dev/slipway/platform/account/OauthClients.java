package dev.slipway.platform.account;

import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.crypto.Secret;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Programs that act for users. Their secrets are hashed at rest and shown once. */
@Service
class OauthClients {

    private static final int MOST = 50;

    private final OauthClientRepository repository;
    private final Clock clock;

    OauthClients(OauthClientRepository repository, Clock clock) {
        this.repository = repository;
        this.clock = clock;
    }

    /** A client whose secret was just made. */
    record WithSecret(OauthClient client, Secret secret) {}

    @Transactional
    WithSecret create(Account account, Description name, RedirectUri redirectUri) {
        if (repository.countByAccountId(account.id()) >= MOST) {
            throw ApiException.invalid("This account has " + MOST + " OAuth clients already. Delete one with: heroku "
                    + "clients:destroy ID");
        }
        OauthClientEntity entity = new OauthClientEntity();
        entity.accountId = account.id();
        entity.name = name.value();
        entity.redirectUri = redirectUri.toString();
        entity.createdAt = Instant.now(clock);
        return renew(entity);
    }

    /** Ends the secret and makes another in its place. */
    @Transactional
    WithSecret rotate(Account account, UUID id) {
        return renew(entity(account, id));
    }

    @Transactional(readOnly = true)
    List<OauthClient> list(Account account) {
        return repository.findByAccountIdOrderByCreatedAt(account.id()).stream().map(OauthClientEntity::toClient).toList();
    }

    @Transactional(readOnly = true)
    OauthClient require(Account account, UUID id) {
        return entity(account, id).toClient();
    }

    @Transactional(readOnly = true)
    Optional<OauthClient> find(UUID id) {
        return repository.findById(id).map(OauthClientEntity::toClient);
    }

    /**
     * The client, of whichever account, that has this secret.
     *
     * @throws ApiException 422 if there is none
     */
    @Transactional(readOnly = true)
    OauthClient require(UUID id, Secret secret) {
        return repository.findById(id).filter(entity -> secret.matches(entity.secretHash)).map(OauthClientEntity::toClient)
                .orElseThrow(() -> ApiException.invalid("There is no OAuth client with this id and secret."));
    }

    @Transactional
    OauthClient change(Account account, UUID id, Optional<Description> name, Optional<RedirectUri> redirectUri) {
        OauthClientEntity entity = entity(account, id);
        name.ifPresent(given -> entity.name = given.value());
        redirectUri.ifPresent(given -> entity.redirectUri = given.toString());
        entity.updatedAt = Instant.now(clock);
        return entity.toClient();
    }

    /** Its tokens end with it. */
    @Transactional
    OauthClient delete(Account account, UUID id) {
        OauthClientEntity entity = entity(account, id);
        repository.delete(entity);
        return entity.toClient();
    }

    private WithSecret renew(OauthClientEntity entity) {
        Secret secret = Secret.random();
        entity.secretHash = secret.hash();
        entity.updatedAt = Instant.now(clock);
        return new WithSecret(repository.save(entity).toClient(), secret);
    }

    private OauthClientEntity entity(Account account, UUID id) {
        return repository.findByIdAndAccountId(id, account.id()).orElseThrow(() -> ApiException.notFound("oauth client"));
    }
}
