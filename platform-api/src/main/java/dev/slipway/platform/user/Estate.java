package dev.slipway.platform.user;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.OwnedApps;
import dev.slipway.platform.pipeline.OwnedPipelines;
import dev.slipway.platform.team.Team;
import dev.slipway.platform.team.TeamSuccession;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What somebody leaves behind whose account is deleted: apps, pipelines, and teams without another admin. */
@Service
@Transactional(propagation = Propagation.MANDATORY)
class Estate {

    private static final int MOST_SHOWN = 20;

    private final OwnedApps apps;
    private final OwnedPipelines pipelines;
    private final TeamSuccession teams;
    private final Accounts accounts;

    Estate(OwnedApps apps, OwnedPipelines pipelines, TeamSuccession teams, Accounts accounts) {
        this.apps = apps;
        this.pipelines = pipelines;
        this.teams = teams;
        this.accounts = accounts;
    }

    /**
     * What became of it. What has to follow for the apps, does so after the commit.
     *
     * @param told one line for the audit log; null if there was nothing
     */
    record Settled(List<App> changed, List<App> removed, @Nullable String told) {}

    /** @throws ApiException 409 if {@code farewell} does not say what becomes of something, 422 if {@code to} cannot take it */
    Settled settle(Account account, Farewell farewell) {
        return switch (farewell) {
            case Farewell.Nothing() -> nothing(account);
            case Farewell.Destroy() -> destroy(account);
            case Farewell.Transfer(String to) -> transfer(account, accounts.require(to));
        };
    }

    private Settled nothing(Account account) {
        String left = inventory(account);
        if (!left.isEmpty()) {
            throw ApiException.conflict(account.email() + " has " + left
                    + ". Say what becomes of them: apps=destroy, or apps=transfer&to=EMAIL.");
        }
        return new Settled(List.of(), List.of(), null);
    }

    private Settled destroy(Account account) {
        List<App> removed = new ArrayList<>(apps.beginRemoval(account));
        List<String> removedPipelines = pipelines.destroy(account);
        List<String> removedTeams = new ArrayList<>();
        List<String> inherited = new ArrayList<>();
        for (Team team : teams.ledBy(account)) {
            if (teams.appointEldest(team, account)) {
                inherited.add(team.name());
            } else {
                removed.addAll(apps.beginRemoval(team));
                teams.delete(team);
                removedTeams.add(team.name());
            }
        }
        return new Settled(List.of(), removed, told("", list("destroyed apps", names(removed)),
                list("destroyed pipelines", removedPipelines), list("destroyed teams", removedTeams),
                list("teams that went to another member", inherited)));
    }

    private Settled transfer(Account account, Account to) {
        if (account.id().equals(to.id())) {
            throw ApiException.invalid("The apps cannot go to the account that is deleted.");
        }
        String told = told("to " + to.email() + " went ", inventory(account));
        apps.resume(account);
        List<App> changed = apps.transfer(account, to);
        pipelines.transfer(account, to);
        teams.ledBy(account).forEach(team -> teams.appoint(team, to));
        return new Settled(changed, List.of(), told);
    }

    /** For example {@code apps: shop, blog; teams without another admin: makers}; empty if there is nothing. */
    private String inventory(Account account) {
        return joined(list("apps", names(apps.of(account))), list("pipelines", pipelines.of(account)),
                list("teams without another admin", teams.ledBy(account).stream().map(Team::name).toList()));
    }

    private static List<String> names(List<App> apps) {
        return apps.stream().map(app -> app.name().value()).toList();
    }

    private static @Nullable String told(String fate, String... lists) {
        String told = joined(lists);
        return told.isEmpty() ? null : fate + told;
    }

    private static String joined(String... lists) {
        return Stream.of(lists).filter(list -> !list.isEmpty()).collect(Collectors.joining("; "));
    }

    private static String list(String what, List<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        String shown = names.stream().limit(MOST_SHOWN).collect(Collectors.joining(", "));
        return what + ": " + shown + (names.size() > MOST_SHOWN ? " and " + (names.size() - MOST_SHOWN) + " more" : "");
    }
}
