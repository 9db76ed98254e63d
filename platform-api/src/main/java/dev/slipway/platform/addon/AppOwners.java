package dev.slipway.platform.addon;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.app.Apps;
import dev.slipway.platform.team.Team;
import dev.slipway.platform.team.Teams;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Who stands for an app when nobody asks: its owner, or an admin of its team. */
@Component
class AppOwners {

    private final Apps apps;
    private final Teams teams;
    private final Accounts accounts;

    AppOwners(Apps apps, Teams teams, Accounts accounts) {
        this.apps = apps;
        this.teams = teams;
        this.accounts = accounts;
    }

    /** Empty while the app is being removed. */
    Optional<Account> of(UUID appId) {
        return apps.find(appId).flatMap(app -> {
            Team team = app.team();
            return team == null ? Optional.of(app.ownerId()) : teams.firstAdmin(team.id());
        }).flatMap(accounts::find);
    }
}
