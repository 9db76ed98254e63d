package dev.slipway.platform.app;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.build.BuildResult;
import dev.slipway.platform.build.Builds;
import dev.slipway.platform.build.Slugs;
import dev.slipway.platform.release.Release;
import dev.slipway.platform.release.Releases;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the API does on a user's behalf, for tests of the parts behind it. */
public final class TestApps {

    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    private final Apps apps;
    private final Releases releases;
    private final Slugs slugs;
    private final Builds builds;
    private final JdbcTemplate sql;

    public TestApps(Apps apps, Releases releases, Slugs slugs, Builds builds, JdbcTemplate sql) {
        this.apps = apps;
        this.releases = releases;
        this.slugs = slugs;
        this.builds = builds;
        this.sql = sql;
    }

    /** A new app with a random name. */
    public App create(Account owner) {
        return apps.create(owner, Optional.empty(), null, false);
    }

    /** What a push to the app leaves when it went well, without dynos. */
    public Release deployed(App app, Account owner) {
        BuildResult built = builds.run(app, owner, COMMIT, Path.of("/nonexistent"), _ -> {});
        Release release = releases.deploy(app, owner, ((BuildResult.Built) built).slug(), Map.of());
        return releases.finish(release, Release.Status.SUCCEEDED);
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
