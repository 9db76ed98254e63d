package dev.slipway.platform.release;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.AppCreated;
import dev.slipway.platform.app.AppEvent;
import dev.slipway.platform.app.Apps;
import dev.slipway.platform.build.Slug;
import dev.slipway.platform.configvar.AttachedVars;
import dev.slipway.platform.configvar.ProcessEnvironment;
import dev.slipway.platform.crypto.Vault;
import dev.slipway.platform.log.AppLogs;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;

/** The releases of each app. The one that runs is the newest that succeeded. */
@Service
public class Releases {

    private static final int SHOWN_OF_A_COMMIT = 8;

    private final ReleaseRepository repository;
    private final ReleaseConfigRepository configs;
    private final EntityManager entities;
    private final Apps apps;
    private final AppLogs logs;
    private final AttachedVars attached;
    private final Vault vault;
    private final ObjectMapper json;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Releases(ReleaseRepository repository, ReleaseConfigRepository configs, EntityManager entities, Apps apps, AppLogs logs,
             AttachedVars attached, Vault vault, ObjectMapper json, ApplicationEventPublisher events, Clock clock) {
        this.repository = repository;
        this.configs = configs;
        this.entities = entities;
        this.apps = apps;
        this.logs = logs;
        this.attached = attached;
        this.vault = vault;
        this.json = json;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Every app begins with two releases, as on Heroku, so that its first push is v3. Nobody is told: until this transaction ends
     * nobody can have subscribed to the app, nor changed it, so it needs no lock.
     */
    @EventListener
    @Transactional
    public void begin(AppCreated created) {
        ReleaseEntity first = release(created.app(), created.by(), 1, "Initial release");
        ReleaseEntity second = release(created.app(), created.by(), 2, "Enable Logplex");
        for (ReleaseEntity release : List.of(first, second)) {
            release.resumable = true;
            release.status = "succeeded";
            entities.persist(release);
        }
        for (ReleaseEntity release : List.of(first, second)) {
            snapshot(release, Map.of());
            log(created.app(), created.by(), release);
        }
    }

    /** A release of a fresh slug. If a restart interrupts it, it fails: the push that brought it was cut off, too. */
    @Transactional
    public Release deploy(App app, Account by, Slug slug, Map<String, String> config) {
        String version = slug.commit().substring(0, Math.min(SHOWN_OF_A_COMMIT, slug.commit().length()));
        return create(app, by, ("Deploy " + version).strip(), Optional.of(slug.id()), config, false);
    }

    /** A release of the slug that runs when its turn comes (see {@link #takeTurn}), with other config vars. */
    @Transactional
    public Release configure(App app, Account by, Map<String, String> config, String description) {
        Release release = create(app, by, description, current(app.id()).flatMap(Release::slugId), config, true);
        repository.findById(release.id()).orElseThrow().inheritsSlug = true;
        return release;
    }

    /** The same for what only changes values that an add-on exports: no release command runs. */
    @Transactional
    public Release renew(App app, Account by, Map<String, String> config, String description) {
        ReleaseEntity release = repository.findById(configure(app, by, config, description).id()).orElseThrow();
        release.skipsCommand = true;
        return release.toRelease();
    }

    /** A release of a slug that was built before, or ran in another app first. */
    @Transactional
    public Release repeat(App app, Account by, Slug slug, Map<String, String> config, String description) {
        return create(app, by, description, Optional.of(slug.id()), config, true);
    }

    /** Those that wait to be rolled out and can be, up to {@code release} itself, oldest first. */
    @Transactional(readOnly = true)
    public List<Release> waiting(Release release) {
        return repository.findByAppIdAndStatusAndResumableTrueAndVersionLessThanEqualOrderByVersion(release.appId(), "pending",
                release.version()).stream().map(ReleaseEntity::toRelease).toList();
    }

    /**
     * To be called when a release that waited is about to be rolled out, with the lock of the app's releases. The slug of a config
     * change is fixed now: a deploy that was under way when it was made has succeeded or failed since.
     *
     * @return what to roll out; empty if a newer release runs already, whose config vars include this one's: then this one
     *         has ended
     */
    @Transactional
    public Optional<Release> takeTurn(Release release) {
        ReleaseEntity entity = repository.findById(release.id()).orElseThrow(() -> ApiException.notFound("release"));
        Optional<Release> current = current(release.appId());
        if (current.filter(running -> running.version() > release.version()).isPresent()) {
            finish(release, Release.Status.SUCCEEDED);
            return Optional.empty();
        }
        if (entity.inheritsSlug) {
            inherit(entity, current.flatMap(Release::slugId).orElse(null));
        }
        return Optional.of(entity.toRelease());
    }

    private void inherit(ReleaseEntity entity, @Nullable UUID slugId) {
        Release before = entity.toRelease();
        if (!before.slugId().equals(Optional.ofNullable(slugId))) {
            entity.slugId = slugId;
            events.publishEvent(AppEvent.updated(entity.appId, "release", before, entity.toRelease()));
        }
    }

    /** A release that repeats the slug of {@code target}, with {@code config}: its own config vars, and what add-ons export now. */
    @Transactional
    Release rollBack(App app, Account by, Release target, Map<String, String> config) {
        return create(app, by, "Rollback to " + target.label(), target.slugId(), config, true);
    }

    private Release create(App app, Account by, String description, Optional<UUID> slugId, Map<String, String> config,
                           boolean resumable) {
        apps.lock(app.id());
        int version = 1 + repository.findFirstByAppIdOrderByVersionDesc(app.id()).map(last -> last.version).orElse(0);
        ReleaseEntity release = release(app, by, version, description);
        release.slugId = slugId.orElse(null);
        release.resumable = resumable;
        release.addonPlanNames = attached.plans(app.id());
        entities.persist(release);
        snapshot(release, config);
        repository.flush();
        apps.released(app.id());
        log(app, by, release);
        events.publishEvent(AppEvent.created(app.id(), "release", release.toRelease()).by(by));
        return release.toRelease();
    }

    private ReleaseEntity release(App app, Account by, int version, String description) {
        ReleaseEntity release = new ReleaseEntity();
        release.appId = app.id();
        release.version = version;
        release.description = description;
        release.accountId = by.id();
        release.createdAt = Instant.now(clock);
        release.updatedAt = release.createdAt;
        return release;
    }

    private void snapshot(ReleaseEntity release, Map<String, String> config) {
        ReleaseConfigEntity snapshot = new ReleaseConfigEntity();
        snapshot.releaseId = release.id;
        snapshot.config = vault.encrypt(json.writeValueAsString(config));
        if (!config.isEmpty()) {
            snapshot.attached = attached.of(release.appId).keySet().stream().filter(config::containsKey).toList();
        }
        entities.persist(snapshot);
    }

    private void log(App app, Account by, ReleaseEntity release) {
        logs.api(app.key(), "Release v" + release.version + " created by user " + by.email());
        logs.api(app.key(), release.description + " by user " + by.email());
    }

    /** Ends a pending release. */
    @Transactional
    public Release finish(Release release, Release.Status status) {
        ReleaseEntity entity = repository.findById(release.id()).orElseThrow(() -> ApiException.notFound("release"));
        Release before = entity.toRelease();
        entity.status = status.name().toLowerCase(Locale.ROOT);
        entity.updatedAt = Instant.now(clock);
        events.publishEvent(AppEvent.updated(release.appId(), "release", before, entity.toRelease()));
        return entity.toRelease();
    }

    /** The release that runs: the newest that succeeded. Empty only while the app is being made or removed. */
    @Transactional(readOnly = true)
    public Optional<Release> current(UUID appId) {
        return repository.findFirstByAppIdAndStatusOrderByVersionDesc(appId, "succeeded").map(ReleaseEntity::toRelease);
    }

    /** Of the release that runs, and of those that wait for their turn: a rollback waits for a deploy that is under way. */
    @Transactional(readOnly = true)
    public Set<UUID> slugsInUse(App app) {
        return Stream.concat(current(app.id()).stream(),
                        repository.findByAppIdAndStatus(app.id(), "pending").stream().map(ReleaseEntity::toRelease))
                .map(Release::slugId).flatMap(Optional::stream).collect(Collectors.toSet());
    }

    /** The releases that the apps run; nothing for one that has none yet. */
    @Transactional(readOnly = true)
    public List<Release> current(Collection<UUID> appIds) {
        return repository.findLatest(appIds, "succeeded").stream().map(ReleaseEntity::toRelease).toList();
    }

    /** Name to value as they were when the release was made. */
    @Transactional(readOnly = true)
    public Map<String, String> config(Release release) {
        ReleaseConfigEntity snapshot = configs.findById(release.id()).orElseThrow(() -> ApiException.notFound("release"));
        return json.readValue(vault.decrypt(snapshot.config), new TypeReference<>() {});
    }

    /** What the release's processes get to see of them. */
    @Transactional(readOnly = true)
    public Map<String, String> environment(Release release) {
        return ProcessEnvironment.of(config(release), attachedNames(release));
    }

    /** The same without what was an add-on's. */
    @Transactional(readOnly = true)
    public Map<String, String> ownConfig(Release release) {
        Map<String, String> config = config(release);
        config.keySet().removeAll(attachedNames(release));
        return config;
    }

    private List<String> attachedNames(Release release) {
        return configs.findById(release.id()).map(snapshot -> snapshot.attached).orElse(List.of());
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
