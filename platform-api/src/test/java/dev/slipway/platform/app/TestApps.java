package dev.slipway.platform.app;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.build.Slugs;
import dev.slipway.platform.release.Release;
import dev.slipway.platform.release.Releases;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the API does on a user's behalf, for tests of the parts behind it. */
public final class TestApps {

    private final Apps apps;
    private final Releases releases;
    private final Slugs slugs;
    private final JdbcTemplate sql;

    public TestApps(Apps apps, Releases releases, Slugs slugs, JdbcTemplate sql) {
        this.apps = apps;
        this.releases = releases;
        this.slugs = slugs;
        this.sql = sql;
    }

    /** A new app with a random name. */
    public App create(Account owner) {
        return apps.create(owner, Optional.empty(), null, false);
    }

    /** Changes the formation, without telling anybody. */
    public void scale(App app, String type, int quantity) {
        sql.update("update formation set quantity = ? where app_id = ? and type = ?", quantity, app.id(), type);
    }

    /** A release of the current slug as a push makes it, left pending as by a crash. */
    public Release pendingDeploy(App app, Account owner) {
        return releases.deploy(app, owner, slugs.of(app.id()).getFirst(), Map.of());
    }
}
