package dev.slipway.platform.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.AppViews.Named;
import dev.slipway.platform.team.Team;
import dev.slipway.platform.team.TeamRole;
import dev.slipway.platform.team.Teams;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /apps/:app/collaborators}, and the same for a team's app. Clients take the owner for a collaborator, too. */
@RestController
class CollaboratorsController {

    private final AppMembers members;
    private final Accounts accounts;
    private final Teams teams;
    private final Apps apps;

    CollaboratorsController(AppMembers members, Accounts accounts, Teams teams, Apps apps) {
        this.members = members;
        this.accounts = accounts;
        this.teams = teams;
        this.apps = apps;
    }

    record UserView(UUID id, String email, boolean federated) {}

    record PermissionView(String name, String description) {}

    /** @param permissions only for a team's app: clients show an extra column where they are */
    record CollaboratorView(UUID id, Named app, UserView user, String role,
                            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<PermissionView> permissions,
                            Instant createdAt, Instant updatedAt) {}

    /** @param user e-mail address or id of an account */
    record AddRequest(@Nullable String user, @Nullable List<String> permissions) {}

    @GetMapping({"/apps/{app}/collaborators", "/teams/apps/{app}/collaborators"})
    List<CollaboratorView> list(@Requires(Permission.VIEW) App app) {
        return Stream.concat(owner(app).stream(), members.of(app).stream().map(one -> view(app, one))).toList();
    }

    @GetMapping({"/apps/{app}/collaborators/{collaborator}", "/teams/apps/{app}/collaborators/{collaborator}"})
    CollaboratorView show(@Requires(Permission.VIEW) App app, @PathVariable("collaborator") String emailOrId) {
        return owner(app).filter(owner -> owner.user().email().equalsIgnoreCase(emailOrId)
                || owner.id().toString().equals(emailOrId)).orElseGet(() -> view(app, members.require(app, emailOrId)));
    }

    @PostMapping("/apps/{app}/collaborators")
    @ResponseStatus(HttpStatus.CREATED)
    CollaboratorView add(@Requires(Permission.MANAGE) App app, @RequestBody AddRequest request) {
        return view(app, members.put(app, account(request), permissions(request)));
    }

    /** A manager adds anybody; a member of the team may join. */
    @PostMapping("/teams/apps/{app}/collaborators")
    @ResponseStatus(HttpStatus.CREATED)
    CollaboratorView addToTeamApp(@Requires(Permission.VIEW) App app, Account caller, @RequestBody AddRequest request) {
        Account account = account(request);
        if (!account.id().equals(caller.id())) {
            apps.check(caller, app, Permission.MANAGE);
            return view(app, members.put(app, account, permissions(request)));
        }
        Set<Permission> held = EnumSet.copyOf(members.permissions(caller, app));
        held.retainAll(permissions(request));
        return view(app, members.put(app, account, held));
    }

    @PatchMapping("/teams/apps/{app}/collaborators/{collaborator}")
    CollaboratorView change(@Requires(Permission.MANAGE) App app, @PathVariable("collaborator") String emailOrId,
                            @RequestBody AddRequest request) {
        return view(app, members.put(app, members.require(app, emailOrId).account(), permissions(request)));
    }

    /** A manager removes anybody; everybody may leave. */
    @DeleteMapping({"/apps/{app}/collaborators/{collaborator}", "/teams/apps/{app}/collaborators/{collaborator}"})
    CollaboratorView remove(@Requires(Permission.VIEW) App app, Account caller,
                            @PathVariable("collaborator") String emailOrId) {
        if (app.team() == null && app.ownerEmail().equalsIgnoreCase(emailOrId)) {
            throw ApiException.invalid(emailOrId + " owns " + app.name() + " and cannot be removed. Transfer the app first: "
                    + "heroku apps:transfer EMAIL -a " + app.name());
        }
        if (!members.require(app, emailOrId).account().id().equals(caller.id())) {
            apps.check(caller, app, Permission.MANAGE);
        }
        return view(app, members.remove(app, emailOrId));
    }

    private Account account(AddRequest request) {
        String user = request.user() == null ? "" : request.user();
        return accounts.findByEmail(user).or(() -> uuid(user).flatMap(accounts::find))
                .orElseThrow(() -> ApiException.notFound("user", "There is no account with that e-mail address. Your "
                        + "administrator can make one: ./slipway users add EMAIL"));
    }

    private static Set<Permission> permissions(AddRequest request) {
        if (request.permissions() == null || request.permissions().isEmpty()) {
            return AppMembers.USUAL;
        }
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        for (String word : request.permissions()) {
            permissions.add(Stream.of(Permission.values()).filter(one -> label(one).equals(word)).findFirst().orElseThrow(
                    () -> ApiException.invalid("The permissions are view, deploy, operate and manage.")));
        }
        return permissions;
    }

    private Optional<CollaboratorView> owner(App app) {
        return app.team() != null ? Optional.empty() : Optional.of(new CollaboratorView(app.ownerId(), Named.of(app),
                new UserView(app.ownerId(), app.ownerEmail(), false), "owner", null, app.createdAt(), app.createdAt()));
    }

    private CollaboratorView view(App app, Collaborator one) {
        Team team = app.team();
        String role = team == null ? "collaborator" : teams.role(team.id(), one.account())
                .map(held -> held == TeamRole.ADMIN ? "admin" : "member").orElse("collaborator");
        return new CollaboratorView(one.id(), Named.of(app),
                new UserView(one.account().id(), one.account().email(), false), role,
                team == null ? null : one.permissions().stream().map(held -> new PermissionView(label(held), label(held))).toList(),
                one.createdAt(), one.updatedAt());
    }

    private static String label(Permission permission) {
        return permission.name().toLowerCase(Locale.ROOT);
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
