package dev.slipway.platform.app;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.team.Team;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * All apps of one account or team at once, for when it is suspended or deleted. Each method joins the caller's transaction and
 * gives the apps that it changed; the caller tells {@link AppChanges} after the commit.
 */
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class OwnedApps {

    private final Apps apps;
    private final AppRepository repository;
    private final JdbcTemplate sql;

    OwnedApps(Apps apps, AppRepository repository, JdbcTemplate sql) {
        this.apps = apps;
        this.repository = repository;
        this.sql = sql;
    }

    public List<App> of(Account owner) {
        return apps.ownedBy(owner);
    }

    /** Shows visitors the maintenance page until {@link #resume}. */
    public List<App> pause(Account owner) {
        return locked(owner).stream().filter(app -> !app.maintenance()).map(app -> {
            sql.update("insert into suspended_app (app_id) values (?) on conflict do nothing", app.id());
            return apps.maintain(app, true);
        }).toList();
    }

    /** Ends the maintenance that {@link #pause} began, and no other. */
    public List<App> resume(Account owner) {
        List<App> owned = locked(owner);
        List<UUID> paused = sql.queryForList("delete from suspended_app where app_id in"
                + " (select id from app where owner_id = ? and not deleting) returning app_id", UUID.class, owner.id());
        return owned.stream().filter(app -> paused.contains(app.id()) && app.maintenance())
                .map(app -> apps.maintain(app, false)).toList();
    }

    /** Makes all of them somebody else's, whatever the limit of apps an account may make. */
    public List<App> transfer(Account owner, Account to) {
        return locked(owner).stream().map(app -> apps.give(app, to)).toList();
    }

    /** Hides all of them; what belongs to them goes afterwards. */
    public List<App> beginRemoval(Account owner) {
        return beginRemoval(locked(owner));
    }

    /** The same for the apps of a team. */
    public List<App> beginRemoval(Team owner) {
        repository.lockOwnedBy(owner.id());
        return beginRemoval(apps.of(owner));
    }

    /** The account's apps as they are until the transaction ends. */
    private List<App> locked(Account owner) {
        repository.lockOwnedBy(owner.id());
        return apps.ownedBy(owner);
    }

    private List<App> beginRemoval(List<App> removed) {
        removed.forEach(apps::beginRemoval);
        // Whoever deletes the owner next finds that no app refers to it.
        repository.flush();
        return removed;
    }
}
