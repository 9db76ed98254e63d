package dev.slipway.platform.account;

import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.crypto.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** API tokens: hashed at rest, shown once. A revoked one is worth nothing from the next request on. */
@Service
public class Authorizations {

    /** As the CLI's users know API tokens. */
    private static final String PREFIX = "HRKU-";
    private static final int HINT_PREFIX = 9;
    private static final int HINT_SUFFIX = 4;
    private static final int LONGEST_TOKEN = 200;
    private static final int MOST = 300;
    /** Nobody notices it before, and time stamps stay within what a database keeps. */
    private static final Duration LONGEST_LIFE = Duration.ofDays(3650);

    private final AuthorizationRepository repository;
    private final OauthClients clients;
    private final BrowserSessions sessions;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Authorizations(AuthorizationRepository repository, OauthClients clients, BrowserSessions sessions,
                   ApplicationEventPublisher events, Clock clock) {
        this.repository = repository;
        this.clients = clients;
        this.sessions = sessions;
        this.events = events;
        this.clock = clock;
    }

    /**
     * What a new token is to be.
     *
     * @param life null if it does not expire
     */
    record Wish(Description description, Scopes scopes, @Nullable Duration life, Optional<OauthClient> client) {}

    /**
     * The account whose valid token this is, if the token may change apps: for git, and all other doors beside the API.
     *
     * @throws ApiException 403 if the account is suspended
     */
    @Transactional(readOnly = true)
    public Optional<Account> accountOf(String token) {
        return callerOf(token).filter(caller -> caller.scopes().allowPush()).map(Caller::account);
    }

    /** @throws ApiException 403 if the account is suspended */
    @Transactional(readOnly = true)
    Optional<Caller> callerOf(String token) {
        if (token.isEmpty() || token.length() > LONGEST_TOKEN) {
            return Optional.empty();
        }
        return repository.findValid(new Secret(token).hash(), Instant.now(clock))
                .map(found -> new Caller(found.account().toAccount().requireActive(), Scopes.stored(found.authorization().scope)));
    }

    /** A token that may do everything, for who approved it in a browser; empty if that is not logged in any more. */
    @Transactional
    public Optional<Authorization> login(BrowserSession session, Description description, Duration life) {
        return sessions.hold(session.id()).map(account ->
                create(account, new Wish(description, Scopes.parse(null), life, Optional.empty())));
    }

    @Transactional
    Authorization create(Account account, Wish wish) {
        Instant now = Instant.now(clock);
        repository.deleteExpired(account.id(), now);
        makeRoom(account);
        AuthorizationEntity entity = new AuthorizationEntity();
        entity.accountId = account.id();
        entity.description = wish.description().value();
        entity.scope = wish.scopes().toString();
        entity.clientId = wish.client().map(OauthClient::id).orElse(null);
        entity.createdAt = now;
        entity.expiresAt = wish.life() == null ? null : now.plus(shorter(wish.life(), LONGEST_LIFE));
        events.publishEvent(new OwnChange(account, "user.create-token", entity.description));
        return renew(entity);
    }

    /** Each login of a CLI makes a token that ends some day: of these the first to end makes room, so that nobody is shut out. */
    private void makeRoom(Account account) {
        if (repository.countByAccountId(account.id()) >= MOST) {
            repository.delete(repository.findFirstByAccountIdAndExpiresAtNotNullOrderByExpiresAt(account.id())
                    .orElseThrow(() -> ApiException.invalid("This account has " + MOST + " tokens already. See them with: heroku "
                            + "authorizations, and end one with: heroku authorizations:revoke ID")));
        }
    }

    /** All that have not expired, the oldest first. */
    @Transactional(readOnly = true)
    public List<Authorization> list(Account account) {
        return list(account, Secret.random());
    }

    /** Shows {@code presented} in full: who presents it has it, and the CLI's {@code auth:token} looks for it. */
    @Transactional(readOnly = true)
    List<Authorization> list(Account account, Secret presented) {
        return repository.findByAccountIdOrderByCreatedAt(account.id()).stream().filter(this::valid)
                .map(entity -> view(entity, presented.matches(entity.tokenHash) ? presented.value() : entity.hint)).toList();
    }

    @Transactional(readOnly = true)
    Authorization require(Account account, UUID id, Secret presented) {
        AuthorizationEntity entity = entity(account, id);
        return view(entity, presented.matches(entity.tokenHash) ? presented.value() : entity.hint);
    }

    @Transactional
    Authorization change(Account account, UUID id, Optional<Description> description, Optional<OauthClient> client) {
        AuthorizationEntity entity = entity(account, id);
        description.ifPresent(given -> entity.description = given.value());
        client.ifPresent(given -> entity.clientId = given.id());
        entity.updatedAt = Instant.now(clock);
        return view(entity, entity.hint);
    }

    /** Ends the token and makes another in its place. */
    @Transactional
    Authorization regenerate(Account account, UUID id) {
        AuthorizationEntity entity = entity(account, id);
        events.publishEvent(new OwnChange(account, "user.renew-token", entity.description));
        return renew(entity);
    }

    /** @throws ApiException 404 if the account has no such authorization */
    @Transactional
    public Authorization revoke(Account account, UUID id) {
        AuthorizationEntity entity = entity(account, id);
        repository.delete(entity);
        events.publishEvent(new OwnChange(account, "user.revoke-token", entity.description));
        return view(entity, entity.hint);
    }

    private Authorization renew(AuthorizationEntity entity) {
        Secret token = new Secret(PREFIX + Secret.random().value());
        entity.tokenHash = token.hash();
        entity.hint = hint(token);
        entity.updatedAt = Instant.now(clock);
        repository.save(entity);
        return view(entity, token.value());
    }

    /** What lists show; the CLI's logout recognises its own token by this form: prefix, ten asterisks, suffix. */
    private static String hint(Secret token) {
        String value = token.value();
        return value.substring(0, HINT_PREFIX) + "**********" + value.substring(value.length() - HINT_SUFFIX);
    }

    private AuthorizationEntity entity(Account account, UUID id) {
        return repository.findByIdAndAccountId(id, account.id()).filter(this::valid)
                .orElseThrow(() -> ApiException.notFound("authorization"));
    }

    private boolean valid(AuthorizationEntity entity) {
        return entity.expiresAt == null || entity.expiresAt.isAfter(Instant.now(clock));
    }

    private Authorization view(AuthorizationEntity entity, String token) {
        return new Authorization(entity.id, entity.description, token, Scopes.stored(entity.scope).labels(),
                Optional.ofNullable(entity.clientId).flatMap(clients::find), entity.expiresAt, entity.createdAt,
                entity.updatedAt);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
