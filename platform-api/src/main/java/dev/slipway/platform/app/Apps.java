package dev.slipway.platform.app;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.team.Team;
import dev.slipway.platform.team.Teams;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Apps. A user's request reaches an app only through {@link #require}, which checks that it is theirs. */
@Service
public class Apps {

    /** Owns the apps that are being removed. */
    private static final UUID NOBODY = new UUID(0, 0);

    private final AppRepository repository;
    private final EntityManager entities;
    private final Accounts accounts;
    private final AppMembers members;
    private final Teams teams;
    private final ApplicationEventPublisher events;
    private final Quota quota;
    private final Clock clock;
    private final RandomNames names = new RandomNames();

    Apps(AppRepository repository, EntityManager entities, Accounts accounts, AppMembers members, Teams teams,
         ApplicationEventPublisher events, Quota quota, Clock clock) {
        this.repository = repository;
        this.entities = entities;
        this.accounts = accounts;
        this.members = members;
        this.teams = teams;
        this.events = events;
        this.quota = quota;
        this.clock = clock;
    }

    /**
     * The app that {@code caller} means, if they have {@code permission} on it.
     *
     * @param nameOrId as the caller typed it
     * @throws ApiException 404 if there is none or the caller may not see it; 403 if they see it but lack the permission
     */
    @Transactional(readOnly = true)
    public App require(Account caller, String nameOrId, Permission permission) {
        App app = repository.findByName(nameOrId).or(() -> uuid(nameOrId).flatMap(repository::findById))
                .filter(entity -> !entity.deleting)
                .map(this::view)
                .orElseThrow(() -> ApiException.notFound("app"));
        check(caller, app, permission);
        return app;
    }

    /** @throws ApiException 404 if {@code caller} may not see the app; 403 if they see it but lack the permission */
    @Transactional(readOnly = true)
    public void check(Account caller, App app, Permission permission) {
        Set<Permission> permissions = members.permissions(caller, app);
        if (permissions.isEmpty()) {
            throw ApiException.notFound("app");
        }
        if (!permissions.contains(permission)) {
            throw ApiException.forbidden("You do not have the permission to " + permission.name().toLowerCase(Locale.ROOT)
                    + " " + app.name() + ". Ask its owner, " + app.ownerEmail() + ".");
        }
    }

    /** Whether {@code caller} has the permission on the app. */
    @Transactional(readOnly = true)
    public boolean permits(Account caller, App app, Permission permission) {
        return members.permissions(caller, app).contains(permission);
    }

    /** For the platform's own work, where no user asks. */
    @Transactional(readOnly = true)
    public Optional<App> find(UUID id) {
        return repository.findById(id).filter(app -> !app.deleting).map(this::view);
    }

    /** All apps of the installation, for the platform's own work. */
    @Transactional(readOnly = true)
    public List<App> all() {
        return repository.findByDeleting(false).stream().map(this::view).toList();
    }

    /** Apps whose removal began and did not end. */
    @Transactional(readOnly = true)
    public List<App> beingRemoved() {
        return repository.findByDeleting(true).stream().map(this::view).toList();
    }

    /** The account's personal apps. */
    @Transactional(readOnly = true)
    public List<App> ownedBy(Account account) {
        return repository.findByOwnerIdAndDeletingFalse(account.id()).stream().map(this::view).toList();
    }

    @Transactional(readOnly = true)
    List<App> of(Team team) {
        return repository.findByTeamIdAndDeletingFalse(team.id()).stream().map(this::view).toList();
    }

    /** The apps of a team that {@code caller} may see. */
    @Transactional(readOnly = true)
    List<App> of(Team team, Account caller) {
        return of(team).stream()
                .filter(app -> members.permissions(caller, app).contains(Permission.VIEW)).toList();
    }

    /** What the account owns or collaborates on and, if {@code teamsToo}, the apps of its teams that it may see. */
    @Transactional(readOnly = true)
    public List<App> usedBy(Account account, boolean teamsToo) {
        List<UUID> teamIds = teamsToo ? teams.of(account).stream().map(Team::id).toList() : List.of();
        return repository.findUsedBy(account.id(), teamIds).stream().map(this::view)
                .filter(app -> app.team() == null || members.permissions(account, app).contains(Permission.VIEW)).toList();
    }

    /** A new app of {@code team}, or of {@code owner} if there is none. */
    @Transactional
    App create(Account owner, Optional<AppName> wanted, @Nullable Team team, boolean locked) {
        if (team == null) {
            checkRoom(owner);
        } else {
            checkRoom(team);
        }
        AppName name = wanted.orElseGet(names::next);
        checkFree(name);
        AppEntity app = new AppEntity();
        app.name = name.value();
        app.ownerId = team == null ? owner.id() : null;
        app.teamId = team == null ? null : team.id();
        app.locked = locked;
        app.createdAt = Instant.now(clock);
        app.updatedAt = app.createdAt;
        app.releasedAt = app.createdAt; // who hears of AppCreated makes its first releases
        // Not the repository: it would look for the row first.
        entities.persist(app);
        flush(app);
        App view = team == null ? view(app, owner.id(), owner.email(), null) : view(app, team.id(), team.ownerEmail(), team);
        events.publishEvent(new AppCreated(view, owner));
        return view;
    }

    @Transactional
    App rename(App app, AppName name) {
        if (app.name().equals(name)) {
            return app;
        }
        checkFree(name);
        AppEntity entity = locked(app);
        entity.name = name.value();
        entity.updatedAt = Instant.now(clock);
        flush(entity);
        App renamed = view(entity);
        events.publishEvent(AppEvent.updated(app.id(), "app", app, renamed));
        return renamed;
    }

    @Transactional
    App maintain(App app, boolean maintenance) {
        AppEntity entity = locked(app);
        entity.maintenance = maintenance;
        entity.updatedAt = Instant.now(clock);
        App maintained = view(entity);
        events.publishEvent(AppEvent.updated(app.id(), "app", app, maintained));
        return maintained;
    }

    @Transactional
    App setLocked(App app, boolean locked) {
        if (app.team() == null) {
            throw ApiException.invalid(app.name() + " is a personal app. Only a team's apps can be locked.");
        }
        AppEntity entity = locked(app);
        entity.locked = locked;
        entity.updatedAt = Instant.now(clock);
        return view(entity);
    }

    /**
     * Gives the app to another account.
     *
     * @throws ApiException 422 if the other has as many apps as one may have
     */
    @Transactional
    public App transfer(App app, Account to) {
        checkRoom(to);
        return give(app, to);
    }

    /** The same, however many apps the other has. */
    @Transactional
    App give(App app, Account to) {
        AppEntity entity = locked(app);
        entity.ownerId = to.id();
        entity.teamId = null;
        entity.locked = false;
        entity.updatedAt = Instant.now(clock);
        members.remove(app, to.id());
        return view(entity);
    }

    /**
     * Gives the app to a team.
     *
     * @throws ApiException 422 if the team has as many apps as one may have
     */
    @Transactional
    App transfer(App app, Team to) {
        checkRoom(to);
        AppEntity entity = locked(app);
        entity.ownerId = null;
        entity.teamId = to.id();
        entity.updatedAt = Instant.now(clock);
        return view(entity);
    }

    /** Frees the name and hides the app; what belongs to it goes afterwards. */
    @Transactional
    void beginRemoval(App app) {
        AppEntity entity = locked(app);
        events.publishEvent(AppEvent.destroyed(app.id(), "app", app));
        entity.deleting = true;
        // Its owner may go, too, before all of it is removed.
        entity.ownerId = null;
        entity.teamId = null;
        // Not made of its id, which others know and could take the name by.
        entity.name = "x" + UUID.randomUUID().toString().replace("-", "").substring(0, 24);
    }

    /**
     * Makes other changes of this app wait until the transaction ends.
     *
     * @throws ApiException 404 if it is gone, or its removal began
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void lock(UUID id) {
        if (!lockIfThere(id)) {
            throw ApiException.notFound("app");
        }
    }

    /** The same, false if it is gone or its removal began. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean lockIfThere(UUID id) {
        return repository.lock(id).isPresent();
    }

    private AppEntity locked(App app) {
        lock(app.id());
        return repository.findById(app.id()).orElseThrow(() -> ApiException.notFound("app"));
    }

    /** Ends a removal: the last row goes. */
    @Transactional
    public void forget(App app) {
        repository.findById(app.id()).filter(entity -> entity.deleting).ifPresent(repository::delete);
    }

    /** Notes that a release of the app was made now. */
    @Transactional
    public void released(UUID appId) {
        repository.findById(appId).ifPresent(app -> app.releasedAt = Instant.now(clock));
    }

    private void flush(AppEntity app) {
        try {
            repository.flush();
        } catch (DataIntegrityViolationException e) {
            // Somebody took the name between the check and here.
            throw ApiException.invalid("Name " + app.name + " is already taken");
        }
    }

    private void checkRoom(Account owner) {
        checkRoom(owner.email(), repository.countByOwnerIdAndDeletingFalse(owner.id()));
    }

    private void checkRoom(Team owner) {
        checkRoom("The team " + owner.name(), repository.countByTeamIdAndDeletingFalse(owner.id()));
    }

    private void checkRoom(String owner, int owned) {
        if (owned >= quota.apps()) {
            throw ApiException.invalid(owner + " has reached the limit of " + quota.apps()
                    + " apps. Destroy one that is no longer needed: heroku apps:destroy -a NAME");
        }
    }

    private void checkFree(AppName name) {
        if (repository.existsByName(name.value())) {
            throw ApiException.invalid("Name " + name + " is already taken");
        }
    }

    private App view(AppEntity app) {
        UUID teamId = app.teamId;
        UUID ownerId = app.ownerId;
        Team team = teamId == null ? null : teams.find(teamId).orElse(null);
        if (team != null) {
            return view(app, team.id(), team.ownerEmail(), team);
        }
        UUID owner = ownerId == null ? NOBODY : ownerId;
        return view(app, owner, accounts.find(owner).map(Account::email).orElse(""), null);
    }

    private static App view(AppEntity app, UUID ownerId, String ownerEmail, @Nullable Team team) {
        return new App(app.id, new AppName(app.name), ownerId, ownerEmail, team, app.locked, app.maintenance, app.createdAt,
                app.updatedAt, app.releasedAt);
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
