package dev.slipway.platform.user;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.Apps;
import dev.slipway.platform.team.Teams;
import java.util.Collections;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /users/{user}}: whom an e-mail address belongs to. The CLI asks for {@code pipelines:transfer} alone. Only people
 * who share a team or an app find each other, so that nobody tries addresses out here.
 */
@RestController
class UserLookupController {

    private final Accounts accounts;
    private final Teams teams;
    private final Apps apps;

    UserLookupController(Accounts accounts, Teams teams, Apps apps) {
        this.accounts = accounts;
        this.teams = teams;
        this.apps = apps;
    }

    record UserView(UUID id, String email) {}

    @GetMapping("/users/{user}")
    UserView show(Account caller, @PathVariable("user") String emailOrId) {
        return accounts.find(emailOrId).filter(account -> knows(caller, account))
                .map(account -> new UserView(account.id(), account.email()))
                .orElseThrow(() -> ApiException.notFound("user", "There is no such account, or you share no team and no app with "
                        + "it. To share an app: heroku access:add EMAIL -a APP"));
    }

    private boolean knows(Account caller, Account other) {
        return caller.admin() || caller.id().equals(other.id())
                || !Collections.disjoint(teams.of(caller), teams.of(other))
                || !Collections.disjoint(appsOf(caller), appsOf(other));
    }

    /** Not what {@link Apps#permits} says: administrators may see all apps, and share none by that. */
    private Set<UUID> appsOf(Account account) {
        return apps.usedBy(account, true).stream().map(App::id).collect(Collectors.toSet());
    }
}
