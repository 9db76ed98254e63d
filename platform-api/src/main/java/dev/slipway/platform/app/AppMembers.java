package dev.slipway.platform.app;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.team.Team;
import dev.slipway.platform.team.TeamRole;
import dev.slipway.platform.team.Teams;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Who may do what with an app: its owner, the team that owns it, and its collaborators. */
@Service
class AppMembers {

    /** What a collaborator may do when nobody said more precisely. */
    static final Set<Permission> USUAL = EnumSet.of(Permission.VIEW, Permission.DEPLOY, Permission.OPERATE);
    private static final int MOST_COLLABORATORS = 500;

    private final CollaboratorRepository collaborators;
    private final Accounts accounts;
    private final Teams teams;
    private final Clock clock;

    AppMembers(CollaboratorRepository collaborators, Accounts accounts, Teams teams, Clock clock) {
        this.collaborators = collaborators;
        this.accounts = accounts;
        this.teams = teams;
        this.clock = clock;
    }

    /** All that {@code account} may do with {@code app}; empty when it may not even see it. */
    @Transactional(readOnly = true)
    public Set<Permission> permissions(Account account, App app) {
        if (account.admin() || app.team() == null && app.ownerId().equals(account.id())) {
            return EnumSet.allOf(Permission.class);
        }
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        collaborators.findByAppIdAndAccountId(app.id(), account.id()).ifPresent(found -> permissions.addAll(found.permissions()));
        Team team = app.team();
        if (team != null) {
            teams.role(team.id(), account).filter(role -> role == TeamRole.ADMIN || !app.locked())
                    .ifPresent(role -> permissions.addAll(role.permissions()));
        }
        return permissions;
    }

    @Transactional(readOnly = true)
    public List<Collaborator> of(App app) {
        return collaborators.findByAppIdOrderByCreatedAt(app.id()).stream().flatMap(found -> view(found).stream()).toList();
    }

    /** Adds a collaborator, or changes what one may do. */
    @Transactional
    public Collaborator put(App app, Account account, Set<Permission> permissions) {
        if (app.team() == null && account.id().equals(app.ownerId())) {
            throw ApiException.invalid(account.email() + " owns " + app.name() + " already.");
        }
        Optional<CollaboratorEntity> there = collaborators.findByAppIdAndAccountId(app.id(), account.id());
        if (there.isEmpty() && collaborators.findByAppIdOrderByCreatedAt(app.id()).size() >= MOST_COLLABORATORS) {
            throw ApiException.invalid("An app has at most " + MOST_COLLABORATORS + " collaborators. Make a team for more people.");
        }
        CollaboratorEntity collaborator = there.orElseGet(CollaboratorEntity::new);
        collaborator.appId = app.id();
        collaborator.accountId = account.id();
        // To do anything one has to see it.
        Set<Permission> allowed = EnumSet.of(Permission.VIEW);
        allowed.addAll(permissions);
        collaborator.allow(allowed);
        collaborator.updatedAt = Instant.now(clock);
        if (there.isEmpty()) {
            collaborator.createdAt = collaborator.updatedAt;
        }
        return view(collaborators.saveAndFlush(collaborator)).orElseThrow();
    }

    @Transactional
    public Collaborator remove(App app, String emailOrId) {
        Collaborator last = require(app, emailOrId);
        collaborators.deleteById(last.id());
        return last;
    }

    /** The new owner needs no permission of its own any more. */
    @Transactional
    public void remove(App app, UUID accountId) {
        collaborators.deleteByAppIdAndAccountId(app.id(), accountId);
    }

    @Transactional(readOnly = true)
    public Collaborator require(App app, String emailOrId) {
        return of(app).stream().filter(one -> one.account().email().equalsIgnoreCase(emailOrId)
                || one.id().toString().equals(emailOrId) || one.account().id().toString().equals(emailOrId)).findFirst()
                .orElseThrow(() -> ApiException.notFound("collaborator"));
    }

    private Optional<Collaborator> view(CollaboratorEntity found) {
        return accounts.find(found.accountId).map(account ->
                new Collaborator(found.id, account, found.permissions(), found.createdAt, found.updatedAt));
    }
}
