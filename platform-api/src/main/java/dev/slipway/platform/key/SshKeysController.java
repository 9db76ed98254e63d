package dev.slipway.platform.key;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code /account/keys}. */
@RestController
class SshKeysController {

    private static final int MOST_PER_ACCOUNT = 50;

    private final SshKeyRepository repository;
    private final Clock clock;

    SshKeysController(SshKeyRepository repository, Clock clock) {
        this.repository = repository;
        this.clock = clock;
    }

    record KeyView(UUID id, String comment, String email, String fingerprint, String publicKey, Instant createdAt,
                   Instant updatedAt) {

        static KeyView of(SshKeyEntity key, Account owner) {
            return new KeyView(key.id, key.comment, owner.email(), key.fingerprint, key.publicKey, key.createdAt,
                    key.createdAt);
        }
    }

    record CreateRequest(@Nullable String publicKey) {}

    @GetMapping("/account/keys")
    List<KeyView> list(Account caller) {
        return of(caller).stream().map(key -> KeyView.of(key, caller)).toList();
    }

    @PostMapping("/account/keys")
    ResponseEntity<KeyView> add(Account caller, @RequestBody CreateRequest request) {
        SshPublicKey key = SshPublicKey.parse(request.publicKey(), caller.email());
        if (of(caller).size() >= MOST_PER_ACCOUNT) {
            throw ApiException.invalid("You have " + MOST_PER_ACCOUNT + " keys already. Remove one: heroku keys:remove COMMENT");
        }
        if (repository.existsByFingerprint(key.fingerprint())) {
            throw taken(key);
        }
        SshKeyEntity entity = new SshKeyEntity();
        entity.accountId = caller.id();
        entity.publicKey = key.line();
        entity.comment = key.comment();
        entity.fingerprint = key.fingerprint();
        entity.createdAt = Instant.now(clock);
        try {
            repository.saveAndFlush(entity);
        } catch (DataIntegrityViolationException e) {
            // It was added between the check and here.
            throw taken(key);
        }
        return ResponseEntity.status(HttpStatus.CREATED)
                .header("X-Heroku-Warning", "The key is kept, but git works over https here: heroku git:remote -a APP")
                .body(KeyView.of(entity, caller));
    }

    @GetMapping("/account/keys/{key}")
    KeyView show(Account caller, @PathVariable("key") String idOrFingerprint) {
        return KeyView.of(require(caller, idOrFingerprint), caller);
    }

    @DeleteMapping("/account/keys/{key}")
    KeyView remove(Account caller, @PathVariable("key") String idOrFingerprint) {
        SshKeyEntity key = require(caller, idOrFingerprint);
        repository.delete(key);
        return KeyView.of(key, caller);
    }

    private static ApiException taken(SshPublicKey key) {
        return ApiException.invalid("This key, " + key.fingerprint() + ", was added already.");
    }

    private List<SshKeyEntity> of(Account account) {
        return repository.findByAccountIdOrderByCreatedAt(account.id());
    }

    private SshKeyEntity require(Account account, String idOrFingerprint) {
        return of(account).stream()
                .filter(key -> key.id.toString().equals(idOrFingerprint) || key.fingerprint.equals(idOrFingerprint))
                .findFirst().orElseThrow(() -> ApiException.notFound("key"));
    }
}
