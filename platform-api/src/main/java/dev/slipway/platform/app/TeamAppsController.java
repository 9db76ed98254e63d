package dev.slipway.platform.app;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.api.Listing;
import dev.slipway.platform.api.Warnings;
import dev.slipway.platform.app.AppViews.AppView;
import dev.slipway.platform.catalog.Region;
import dev.slipway.platform.catalog.Stack;
import dev.slipway.platform.team.Team;
import dev.slipway.platform.team.Teams;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /teams/apps} and {@code /teams/:team/apps}: apps that a team owns, and how an app comes to another owner. */
@RestController
class TeamAppsController {

    private static final Listing<App, String> BY_NAME = Listing.by("name", app -> app.name().value(), name -> name);

    private final Apps apps;
    private final AppMembers members;
    private final AppChanges changes;
    private final AppViews views;
    private final Teams teams;
    private final Accounts accounts;

    TeamAppsController(Apps apps, AppMembers members, AppChanges changes, AppViews views, Teams teams, Accounts accounts) {
        this.apps = apps;
        this.members = members;
        this.changes = changes;
        this.views = views;
        this.teams = teams;
        this.accounts = accounts;
    }

    /** @param team name or id; without one the app is a personal one */
    record CreateRequest(@Nullable String name, @Nullable String team, @Nullable Boolean personal, @Nullable Boolean locked,
                         @Nullable String space, @Nullable String region, @Nullable String stack) {}

    /** @param owner e-mail address or id of an account, or name or id of a team */
    record ChangeRequest(@Nullable Boolean locked, @Nullable String owner) {}

    @PostMapping("/teams/apps")
    @ResponseStatus(HttpStatus.CREATED)
    AppView create(Account caller, @RequestBody CreateRequest request, HttpServletResponse response) {
        if (request.space() != null) {
            throw ApiException.invalid("Slipway has no private spaces. Leave out --space.");
        }
        Region.choose(request.region()).ifPresent(warning -> Warnings.add(response, warning));
        Stack.choose(request.stack()).ifPresent(warning -> Warnings.add(response, warning));
        Optional<AppName> wanted = Optional.ofNullable(request.name()).map(AppName::parse);
        boolean personal = request.team() == null || request.personal() == Boolean.TRUE;
        Team team = personal ? null : teams.require(caller, request.team(), Permission.DEPLOY);
        App app = apps.create(caller, wanted, team, team != null && request.locked() == Boolean.TRUE);
        if (app.locked()) {
            // Else a member who is no admin would be locked out of what they just made.
            members.put(app, caller, AppMembers.USUAL);
        }
        changes.changed(app);
        return view(app, caller);
    }

    /** All apps of all the caller's teams. */
    @GetMapping("/teams/apps")
    ResponseEntity<List<AppView>> all(Account caller,
                                      @RequestHeader(value = HttpHeaders.RANGE, required = false) @Nullable String range) {
        return answer(teams.of(caller).stream().flatMap(team -> apps.of(team, caller).stream()).toList(), caller, range);
    }

    @GetMapping("/teams/{team}/apps")
    ResponseEntity<List<AppView>> of(@Requires(Permission.VIEW) Team team, Account caller,
                                     @RequestHeader(value = HttpHeaders.RANGE, required = false) @Nullable String range) {
        return answer(apps.of(team, caller), caller, range);
    }

    private ResponseEntity<List<AppView>> answer(List<App> all, Account caller, @Nullable String range) {
        return BY_NAME.answer(all, range, page -> views.views(page, app -> joined(app, caller)));
    }

    @GetMapping("/teams/apps/{app}")
    AppView show(@Requires(Permission.VIEW) App app, Account caller) {
        return view(app, caller);
    }

    @PatchMapping("/teams/apps/{app}")
    AppView change(@Requires(Permission.MANAGE) App found, Account caller, @RequestBody ChangeRequest request) {
        App app = found;
        if (request.locked() != null) {
            app = apps.setLocked(app, request.locked());
        }
        if (request.owner() != null) {
            app = transfer(app, caller, request.owner());
        }
        return view(app, caller);
    }

    private App transfer(App app, Account caller, String owner) {
        Optional<Account> person = accounts.findByEmail(owner);
        if (person.isPresent()) {
            if (app.team() == null && !person.get().id().equals(caller.id())) {
                throw ApiException.invalid("A personal app changes hands when the new owner accepts it: "
                        + "heroku apps:transfer " + owner + " -a " + app.name());
            }
            members.require(app, owner);
            return apps.transfer(app, person.get());
        }
        return apps.transfer(app, teams.require(caller, owner, Permission.DEPLOY));
    }

    private AppView view(App app, Account caller) {
        return views.view(app, joined(app, caller));
    }

    private boolean joined(App app, Account caller) {
        return members.of(app).stream().anyMatch(one -> one.account().id().equals(caller.id()));
    }
}
