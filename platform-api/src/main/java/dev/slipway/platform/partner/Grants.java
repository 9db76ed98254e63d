package dev.slipway.platform.partner;

import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.crypto.Secret;
import dev.slipway.platform.crypto.Vault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;

/**
 * What providers may do: each add-on has one grant, whose tokens open this add-on and nothing else. They are no tokens of an
 * account's: {@code CallerResolver} does not know them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3">RFC 6749 §4.1.3, Access token request</a>
 */
@Service
class Grants {

    /** Begins each access token, so that a request of a provider's is told by it. */
    static final String PREFIX = "HRKP-";

    static final Duration CODE_LIFE = Duration.ofMinutes(5);
    static final Duration ACCESS_LIFE = Duration.ofHours(8);
    private static final int LONGEST_TOKEN = 200;
    private static final TypeReference<TreeMap<String, String>> CONFIG = new TypeReference<>() {};

    private final GrantRepository repository;
    private final Vault vault;
    private final ObjectMapper json;
    private final Clock clock;

    Grants(GrantRepository repository, Vault vault, ObjectMapper json, Clock clock) {
        this.repository = repository;
        this.vault = vault;
        this.json = json;
        this.clock = clock;
    }

    /** A code that its provider may exchange once for {@link Tokens}. */
    record Code(Secret secret, Instant expiresAt) {}

    /** @param refresh makes further ones; lives as long as the add-on */
    record Tokens(Secret access, Secret refresh) {}

    /** A new code for the add-on, in place of the last one. Tokens stay: a provider that was asked twice uses its first ones. */
    @Transactional
    Code issue(Addon addon) {
        GrantEntity grant = repository.findByAddonId(addon.id()).orElseGet(GrantEntity::new);
        Code code = new Code(Secret.random(), Instant.now(clock).plus(CODE_LIFE));
        grant.addonId = addon.id();
        grant.codeHash = code.secret().hash();
        grant.codeExpiresAt = code.expiresAt();
        repository.save(grant);
        return code;
    }

    /**
     * Tokens for a code, once; empty if it is not good.
     *
     * @param allowed whether whoever brings the code may act for this add-on's provider; a code that somebody else brings
     *                stays good for the provider
     */
    @Transactional
    Optional<Tokens> exchange(String code, Predicate<UUID> allowed) {
        return repository.findByCodeHash(hash(code)).filter(grant -> grant.codeExpiresAt.isAfter(Instant.now(clock)))
                .filter(grant -> allowed.test(grant.addonId)).map(grant -> {
                    grant.codeHash = null;
                    Secret refresh = Secret.random();
                    grant.refreshHash = refresh.hash();
                    return new Tokens(access(grant), refresh);
                });
    }

    /** A new access token in place of the last one; empty if there is no such refresh token. */
    @Transactional
    Optional<Tokens> refresh(String token, Predicate<UUID> allowed) {
        return repository.findByRefreshHash(hash(token)).filter(grant -> allowed.test(grant.addonId))
                .map(grant -> new Tokens(access(grant), new Secret(token)));
    }

    /** The add-on that an access token opens; empty if the token is none or too old. */
    @Transactional(readOnly = true)
    Optional<UUID> addonOf(String token) {
        return repository.findByAccessHash(hash(token)).filter(grant -> grant.accessExpiresAt != null
                && grant.accessExpiresAt.isAfter(Instant.now(clock))).map(grant -> grant.addonId);
    }

    /** What the provider has said so far that the add-on exports: whole names and values. */
    @Transactional(readOnly = true)
    Map<String, String> config(Addon addon) {
        return repository.findById(addon.id()).map(this::config).orElse(Map.of());
    }

    /**
     * Notes what the provider says that the add-on exports.
     *
     * @param changes an empty value takes a config var away
     * @return all of it
     */
    @Transactional
    Map<String, String> configure(Addon addon, Map<String, Optional<String>> changes) {
        GrantEntity grant = repository.findByAddonId(addon.id()).orElseThrow(() -> ApiException.notFound("add_on"));
        Map<String, String> config = config(grant);
        changes.forEach((name, value) -> value.ifPresentOrElse(given -> config.put(name, given), () -> config.remove(name)));
        grant.config = vault.encrypt(json.writeValueAsString(config));
        grant.published = null;
        return config;
    }

    /**
     * Until the transaction ends nobody else changes the add-on, nor what its apps have of it. Comes before a lock of its grant.
     *
     * @return whether it is there
     */
    @Transactional(propagation = Propagation.MANDATORY)
    boolean lock(UUID addonId) {
        return repository.lockAddon(addonId).isPresent();
    }

    /** Notes that apps have what the provider says; the add-on was locked before it was read. */
    @Transactional(propagation = Propagation.MANDATORY)
    void published(Addon addon) {
        repository.findByAddonId(addon.id()).ifPresent(grant -> grant.published = addon.updatedAt());
    }

    /** The add-ons that are there, and changed since {@link #published}, or their provider said something since. */
    @Transactional(readOnly = true)
    List<UUID> unpublished() {
        return repository.unpublished();
    }

    /**
     * Notes that the provider failed to remove the add-on.
     *
     * @return when it first did; empty if the provider was never asked for such an add-on
     */
    @Transactional
    Optional<Instant> removalFailed(Addon addon) {
        return repository.findByAddonId(addon.id()).map(grant -> {
            if (grant.removalFailingSince == null) {
                grant.removalFailingSince = Instant.now(clock);
            }
            return grant.removalFailingSince;
        });
    }

    /** Notes that the provider says that the add-on is there. */
    @Transactional
    void finish(Addon addon) {
        repository.findByAddonId(addon.id()).ifPresent(grant -> grant.finished = true);
    }

    @Transactional(readOnly = true)
    boolean isFinished(Addon addon) {
        return repository.findById(addon.id()).map(grant -> grant.finished).orElse(false);
    }

    /** The add-ons that have a grant and are not there yet. */
    @Transactional(readOnly = true)
    List<UUID> waiting() {
        return repository.waiting();
    }

    private Map<String, String> config(GrantEntity grant) {
        return grant.config == null ? new TreeMap<>() : json.readValue(vault.decrypt(grant.config), CONFIG);
    }

    private Secret access(GrantEntity grant) {
        Secret token = new Secret(PREFIX + Secret.random().value());
        grant.accessHash = token.hash();
        grant.accessExpiresAt = Instant.now(clock).plus(ACCESS_LIFE);
        return token;
    }

    private static byte[] hash(String secret) {
        return new Secret(secret.length() > LONGEST_TOKEN ? "" : secret).hash();
    }
}
