package dev.slipway.platform.release;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.AppCreated;
import dev.slipway.platform.app.AppEvent;
import dev.slipway.platform.app.Apps;
import dev.slipway.platform.build.Slug;
import dev.slipway.platform.crypto.Vault;
import dev.slipway.platform.log.AppLogs;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;

/** The releases of each app. The one that runs is the newest that succeeded. */
@Service
public class Releases {

    private final ReleaseRepository repository;
    private final ReleaseConfigRepository configs;
    private final Apps apps;
    private final AppLogs logs;
    private final Vault vault;
    private final ObjectMapper json;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Releases(ReleaseRepository repository, ReleaseConfigRepository configs, Apps apps, AppLogs logs, Vault vault,
             ObjectMapper json, ApplicationEventPublisher events, Clock clock) {
        this.repository = repository;
        this.configs = configs;
        this.apps = apps;
        this.logs = logs;
        this.vault = vault;
        this.json = json;
        this.events = events;
        this.clock = clock;
    }

    /** Every app begins with two releases, as on Heroku, so that its first push is v3. */
    @EventListener
    @Transactional
    public void begin(AppCreated created) {
        for (String description : List.of("Initial release", "Enable Logplex")) {
            Release release = create(created.app(), created.by(), description, Optional.empty(), Map.of(), true);
            finish(release, Release.Status.SUCCEEDED);
        }
    }

    /** A release of a fresh slug. If a restart interrupts it, it fails: the push that brought it was cut off, too. */
    @Transactional
    public Release deploy(App app, Account by, Slug slug, Map<String, String> config) {
        return create(app, by, "Deploy " + slug.commit().substring(0, 8), Optional.of(slug.id()), config, false);
    }

    /** A release of the slug that is current, with other config vars. */
    @Transactional
    public Release configure(App app, Account by, Map<String, String> config, String description) {
        // Not the slug of a failed deploy; but that of a deploy still under way, which this release comes after.
        Optional<UUID> slugId = repository.findFirstByAppIdAndStatusNotOrderByVersionDesc(app.id(), "failed")
                .map(release -> release.slugId);
        return create(app, by, description, slugId, config, true);
    }

    /** A release of a slug that ran in another app first. */
    @Transactional
    public Release promote(App app, Account by, Slug slug, Map<String, String> config, String description) {
        return create(app, by, description, Optional.of(slug.id()), config, true);
    }

    /** A release of a slug of the app that is there already. */
    @Transactional
    Release repeat(App app, Account by, Slug slug, Map<String, String> config, String description) {
        return create(app, by, description, Optional.of(slug.id()), config, true);
    }

    /** A release that repeats the slug and the config vars of {@code target}. */
    @Transactional
    Release rollBack(App app, Account by, Release target) {
        return create(app, by, "Rollback to " + target.label(), target.slugId(), config(target), true);
    }

    private Release create(App app, Account by, String description, Optional<UUID> slugId, Map<String, String> config,
                           boolean resumable) {
        apps.lock(app.id());
        ReleaseEntity release = new ReleaseEntity();
        release.appId = app.id();
        release.version = 1 + repository.findFirstByAppIdOrderByVersionDesc(app.id()).map(last -> last.version).orElse(0);
        release.description = description;
        release.accountId = by.id();
        release.slugId = slugId.orElse(null);
        release.resumable = resumable;
        release.createdAt = Instant.now(clock);
        release.updatedAt = release.createdAt;
        repository.saveAndFlush(release);
        ReleaseConfigEntity snapshot = new ReleaseConfigEntity();
        snapshot.releaseId = release.id;
        snapshot.config = vault.encrypt(json.writeValueAsString(config));
        configs.save(snapshot);
        apps.released(app.id());
        logs.api(app.key(), "Release v" + release.version + " created by user " + by.email());
        logs.api(app.key(), description + " by user " + by.email());
        events.publishEvent(AppEvent.created(app.id(), "release", release.toRelease()).by(by));
        return release.toRelease();
    }

    /** Ends a pending release. */
    @Transactional
    public Release finish(Release release, Release.Status status) {
        ReleaseEntity entity = repository.findById(release.id()).orElseThrow(() -> ApiException.notFound("release"));
        entity.status = status.name().toLowerCase(Locale.ROOT);
        entity.updatedAt = Instant.now(clock);
        events.publishEvent(AppEvent.updated(release.appId(), "release", release, entity.toRelease()));
        return entity.toRelease();
    }

    /** The release that runs: the newest that succeeded. Empty only while the app is being made or removed. */
    @Transactional(readOnly = true)
    public Optional<Release> current(UUID appId) {
        return repository.findFirstByAppIdAndStatusOrderByVersionDesc(appId, "succeeded").map(ReleaseEntity::toRelease);
    }

    /** Name to value as they were when the release was made. */
    @Transactional(readOnly = true)
    public Map<String, String> config(Release release) {
        ReleaseConfigEntity snapshot = configs.findById(release.id()).orElseThrow(() -> ApiException.notFound("release"));
        return json.readValue(vault.decrypt(snapshot.config), new TypeReference<>() {});
    }

    /** Those a dead process left pending, of all apps, oldest first. */
    @Transactional(readOnly = true)
    public List<Release> pending() {
        return repository.findByStatusOrderByVersion("pending").stream().map(ReleaseEntity::toRelease).toList();
    }

    /** For those who keep ids of releases. */
    @Transactional(readOnly = true)
    public Optional<Release> find(UUID id) {
        return repository.findById(id).map(ReleaseEntity::toRelease);
    }

    @Transactional(readOnly = true)
    public List<Release> of(App app) {
        return repository.findByAppId(app.id()).stream().map(ReleaseEntity::toRelease).toList();
    }

    @Transactional(readOnly = true)
    public Optional<Release> find(App app, int version) {
        return repository.findByAppIdAndVersion(app.id(), version).map(ReleaseEntity::toRelease);
    }

    /**
     * @param idOrVersion a UUID, {@code 7} or {@code v7}
     * @throws ApiException 404 if this app has no such release
     */
    @Transactional(readOnly = true)
    public Release require(App app, String idOrVersion) {
        String text = idOrVersion.startsWith("v") ? idOrVersion.substring(1) : idOrVersion;
        Optional<ReleaseEntity> release;
        try {
            release = text.matches("\\d{1,9}") ? repository.findByAppIdAndVersion(app.id(), Integer.parseInt(text))
                    : repository.findByIdAndAppId(UUID.fromString(text), app.id());
        } catch (IllegalArgumentException e) {
            release = Optional.empty();
        }
        return release.map(ReleaseEntity::toRelease).orElseThrow(() -> ApiException.notFound("release"));
    }
}
