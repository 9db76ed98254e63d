package dev.slipway.platform.deploy;

import dev.slipway.gitreceiver.GitServer;
import dev.slipway.platform.account.FirstLogin;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.Apps;
import dev.slipway.platform.build.Builds;
import dev.slipway.platform.log.AppLogs;
import dev.slipway.platform.release.Release;
import dev.slipway.platform.release.Releases;
import dev.slipway.platform.route.Routes;
import dev.slipway.runtime.DynoEngine;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * What happens between the start of the process and its first request, top to bottom: nothing a dead process left
 * behind stays stuck, and routers get a table only when it is complete. Running apps notice none of this.
 */
@Component
class Startup implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Startup.class);

    private final DataSource dataSource;
    private final FirstLogin firstLogin;
    private final Builds builds;
    private final GitServer git;
    private final DynoEngine engine;
    private final Apps apps;
    private final AppUpkeep upkeep;
    private final Releases releases;
    private final RolloutQueue rollouts;
    private final RoutePublisher publisher;
    private final Routes routes;
    private final Convergence convergence;
    private final AppLogs logs;
    private @Nullable InstanceLock instanceLock;

    Startup(DataSource dataSource, FirstLogin firstLogin, Builds builds, GitServer git, DynoEngine engine, Apps apps,
            AppUpkeep upkeep, Releases releases, RolloutQueue rollouts, RoutePublisher publisher, Routes routes,
            Convergence convergence, AppLogs logs) {
        this.dataSource = dataSource;
        this.firstLogin = firstLogin;
        this.builds = builds;
        this.git = git;
        this.engine = engine;
        this.apps = apps;
        this.upkeep = upkeep;
        this.releases = releases;
        this.rollouts = rollouts;
        this.publisher = publisher;
        this.routes = routes;
        this.convergence = convergence;
        this.logs = logs;
    }

    @Override
    public void start() {
        try {
            instanceLock = InstanceLock.acquire(dataSource);
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot lock the database for this platform process", e);
        }
        firstLogin.prepare();
        git.start();
        // Adopts the dynos that run, with the lines they wrote while nobody listened.
        engine.start(dyno -> logs.lastTime(dyno.app(), dyno.name()).orElse(dyno.since()));
        builds.recover();
        apps.all().forEach(publisher::publish);
        routes.open();
        convergence.start();
        releases.pending().forEach(this::settle);
        apps.beingRemoved().forEach(app -> Thread.ofVirtual().start(() -> upkeep.remove(app)));
        apps.all().forEach(convergence::scaled);
        LOG.info("Ready: {} apps, {} dynos adopted", apps.all().size(), engine.dynos().size());
    }

    /** A release that a restart interrupted is rolled out again, or fails if the push that brought it was cut off. */
    void settle(Release release) {
        Optional<App> app = apps.find(release.appId());
        if (app.isPresent() && release.resumable()) {
            rollouts.begin(app.get(), release);
        } else {
            releases.finish(release, Release.Status.FAILED);
            app.ifPresent(there -> logs.api(there.key(), "Release " + release.label()
                    + " failed: the platform was restarted meanwhile. Push again."));
        }
    }

    @Override
    public void stop() {
        engine.close();
        InstanceLock held = instanceLock;
        if (held != null) {
            try {
                held.close();
            } catch (SQLException e) {
                LOG.warn("The lock on the database ends with its connection", e);
            }
            instanceLock = null;
        }
    }

    @Override
    public boolean isRunning() {
        return instanceLock != null;
    }

    /** Before the web server, which has the highest phases; thus stopped after it. */
    @Override
    public int getPhase() {
        return 0;
    }
}
