package dev.slipway.platform.drain;

import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.Apps;
import dev.slipway.platform.crypto.Vault;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The rows of drains. */
@Service
class DrainRecords {

    private final LogDrainRepository repository;
    private final Apps apps;
    private final Vault vault;
    private final DrainSettings settings;
    private final Clock clock;

    DrainRecords(LogDrainRepository repository, Apps apps, Vault vault, DrainSettings settings, Clock clock) {
        this.repository = repository;
        this.apps = apps;
        this.vault = vault;
        this.settings = settings;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    List<LogDrain> all() {
        return repository.findAll().stream().map(this::drain).toList();
    }

    /** Oldest first. */
    @Transactional(readOnly = true)
    List<LogDrain> of(App app) {
        return repository.findByAppIdOrderByCreatedAt(app.id()).stream().map(this::drain).toList();
    }

    /** @throws ApiException 422 if the app has this drain, or enough of them */
    @Transactional
    LogDrain add(App app, DrainUrl url) {
        apps.lock(app.id());
        List<LogDrain> there = of(app);
        if (there.stream().anyMatch(drain -> drain.url().equals(url))) {
            throw ApiException.invalid("Url has already been taken: " + app.name() + " drains its log there.");
        }
        if (there.size() >= settings.mostPerApp()) {
            throw ApiException.invalid("An app may have " + settings.mostPerApp() + " log drains. Remove one first: "
                    + "heroku drains:remove URL -a " + app.name());
        }
        LogDrainEntity entity = new LogDrainEntity();
        entity.appId = app.id();
        entity.token = "d." + UUID.randomUUID();
        entity.url = vault.encrypt(url.value());
        entity.createdAt = Instant.now(clock);
        entity.updatedAt = entity.createdAt;
        return drain(repository.save(entity));
    }

    @Transactional
    void remove(LogDrain drain) {
        repository.deleteById(drain.id());
    }

    private LogDrain drain(LogDrainEntity entity) {
        return new LogDrain(entity.id, entity.appId, entity.token, DrainUrl.parse(vault.decrypt(entity.url)),
                entity.createdAt, entity.updatedAt);
    }
}
