package dev.slipway.platform.team;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Guard;
import org.springframework.stereotype.Component;

/** Guards {@code {team}}, a name or an id. */
@Component
class TeamGuard implements Guard<Team> {

    private final Teams teams;

    TeamGuard(Teams teams) {
        this.teams = teams;
    }

    @Override
    public Class<Team> type() {
        return Team.class;
    }

    @Override
    public String variable() {
        return "team";
    }

    @Override
    public Team require(Account caller, String nameOrId, Permission permission) {
        return teams.require(caller, nameOrId, permission);
    }
}
