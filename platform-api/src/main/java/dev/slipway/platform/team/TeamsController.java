package dev.slipway.platform.team;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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

/** {@code /teams}. */
@RestController
class TeamsController {

    private final Teams teams;

    TeamsController(Teams teams) {
        this.teams = teams;
    }

    record TeamView(UUID id, String name, String type, @Nullable String role, @JsonProperty("default") boolean isDefault, boolean creditCardCollections,
                    boolean provisionedLicenses, @Nullable Integer membershipLimit, @Nullable Object enterpriseAccount,
                    @Nullable Object identityProvider, Instant createdAt, Instant updatedAt) {}

    record FeatureView(UUID id, String name, String displayName, String description, String docUrl, boolean enabled, String state,
                       String feedbackEmail, Instant createdAt, Instant updatedAt) {}

    record PermissionView(String name, String description) {}

    record WriteRequest(@Nullable String name) {}

    /** What Heroku lets teams switch on. Both are as they are here. */
    private static final Map<String, FeatureView> FEATURES = Map.of(
            "org-access-controls", feature("org-access-controls", "Permissions for each collaborator of a team's app", true),
            "team-invite-acceptance", feature("team-invite-acceptance", "Members have to accept an invitation", false));

    private static final List<PermissionView> PERMISSIONS = List.of(
            new PermissionView("view", "See the app and its logs"),
            new PermissionView("deploy", "Push code, roll back, run one-off dynos, read and write config vars"),
            new PermissionView("operate", "Scale, restart, and manage domains, drains and add-ons"),
            new PermissionView("manage", "Rename, transfer, lock and delete the app, and manage its collaborators"));

    @GetMapping("/teams")
    List<TeamView> list(Account caller) {
        return teams.of(caller).stream().map(team -> view(team, caller)).toList();
    }

    @PostMapping("/teams")
    @ResponseStatus(HttpStatus.CREATED)
    TeamView create(Account caller, @RequestBody WriteRequest request) {
        if (request.name() == null) {
            throw ApiException.invalid("Give the team a name: {\"name\": \"…\"}");
        }
        return view(teams.create(caller, request.name()), caller);
    }

    /** What collaborators of a team's app can be allowed. */
    @GetMapping("/teams/permissions")
    List<PermissionView> permissions(Account caller) {
        return PERMISSIONS;
    }

    @GetMapping("/teams/{team}")
    TeamView show(@Requires(Permission.VIEW) Team team, Account caller) {
        return view(team, caller);
    }

    @PatchMapping("/teams/{team}")
    TeamView change(@Requires(Permission.MANAGE) Team team, Account caller, @RequestBody WriteRequest request) {
        return view(request.name() == null ? team : teams.rename(team, request.name()), caller);
    }

    @DeleteMapping("/teams/{team}")
    TeamView delete(@Requires(Permission.MANAGE) Team team, Account caller) {
        TeamView last = view(team, caller);
        teams.delete(team);
        return last;
    }

    @GetMapping("/teams/{team}/features")
    List<FeatureView> features(@Requires(Permission.VIEW) Team team) {
        return FEATURES.values().stream().toList();
    }

    @GetMapping("/teams/{team}/features/{feature}")
    FeatureView feature(@Requires(Permission.VIEW) Team team, @PathVariable String feature) {
        FeatureView found = FEATURES.get(feature);
        if (found == null) {
            throw ApiException.notFound("feature");
        }
        return found;
    }

    private TeamView view(Team team, Account caller) {
        return new TeamView(team.id(), team.name(), "team", teams.role(team.id(), caller).map(TeamRole::label).orElse(null),
                false, false, false, null, null, null, team.createdAt(), team.updatedAt());
    }

    private static FeatureView feature(String name, String description, boolean enabled) {
        return new FeatureView(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)), name, name, description, "", enabled,
                "general", "", Instant.EPOCH, Instant.EPOCH);
    }
}
