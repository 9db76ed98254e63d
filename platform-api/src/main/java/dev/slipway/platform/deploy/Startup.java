package dev.slipway.platform.deploy;

import dev.slipway.gitreceiver.GitServer;
import dev.slipway.platform.addon.Addons;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.Apps;
import dev.slipway.platform.backing.BackingServices;
import dev.slipway.platform.backup.BackupRounds;
import dev.slipway.platform.build.Builds;
import dev.slipway.platform.drain.Drains;
import dev.slipway.platform.invitation.Claim;
import dev.slipway.platform.log.AppLogs;
import dev.slipway.platform.rendezvous.RendezvousServer;
import dev.slipway.platform.route.Routes;
import dev.slipway.runtime.DynoEngine;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * What happens between the start of the process and its first request, top to bottom: nothing a dead process left
 * behind stays stuck, and routers get a table only when it is complete. Running apps notice none of this.
 */
@Component
class Startup implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Startup.class);

    private final DataSource dataSource;
    private final Claim claim;
    private final Builds builds;
    private final GitServer git;
    private final DynoEngine engine;
    private final Apps apps;
    private final AppUpkeep upkeep;
    private final Rollout rollout;
    private final RolloutQueue rollouts;
    private final RoutePublisher publisher;
    private final Routes routes;
    private final Convergence convergence;
    private final RendezvousServer rendezvous;
    private final AppLogs logs;
    private final Drains drains;
    private final BackingServices services;
    private final Addons addons;
    private final BackupRounds backups;
    private final Clock clock;
    private volatile @Nullable InstanceLock instanceLock;

    Startup(DataSource dataSource, Claim claim, Builds builds, GitServer git, DynoEngine engine, Apps apps,
            AppUpkeep upkeep, Rollout rollout, RolloutQueue rollouts, RoutePublisher publisher, Routes routes,
            Convergence convergence, RendezvousServer rendezvous, AppLogs logs, Drains drains,
            BackingServices services, Addons addons, BackupRounds backups, Clock clock) {
        this.dataSource = dataSource;
        this.claim = claim;
        this.builds = builds;
        this.git = git;
        this.engine = engine;
        this.apps = apps;
        this.upkeep = upkeep;
        this.rollout = rollout;
        this.rollouts = rollouts;
        this.publisher = publisher;
        this.routes = routes;
        this.convergence = convergence;
        this.rendezvous = rendezvous;
        this.logs = logs;
        this.drains = drains;
        this.services = services;
        this.addons = addons;
        this.backups = backups;
        this.clock = clock;
    }

    @Override
    public void start() {
        try {
            instanceLock = InstanceLock.acquire(dataSource);
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot lock the database for this platform process", e);
        }
        claim.prepare();
        git.start();
        logs.deleteAllBut(upkeep::exists);
        drains.start();
        // Adopts the dynos that run, with the lines they wrote while nobody listened. Logs keep microseconds, Docker has
        // nanoseconds: the last line that is kept must not come again.
        engine.start(dyno -> logs.lastTime(dyno.app(), dyno.name()).map(last -> last.plusNanos(999)).orElse(dyno.since()));
        // Before the dynos that connect to them are launched.
        services.keepRunning();
        builds.recover();
        rendezvous.open();
        apps.all().stream().map(App::id).forEach(publisher::publish);
        routes.open();
        rollouts.settle(Instant.now(clock));
        upkeep.removeLeftovers();
        convergence.start();
        addons.resume();
        backups.start();
        LOG.info("Ready: {} apps, {} dynos adopted", apps.all().size(), engine.dynos().size());
    }

    /** After PostgreSQL itself was restarted the lock has to be taken again. */
    @Scheduled(fixedDelay = 15, initialDelay = 15, timeUnit = TimeUnit.SECONDS)
    synchronized void keepLock() {
        InstanceLock held = instanceLock;
        if (held == null || held.holds()) {
            return;
        }
        release(held);
        try {
            instanceLock = InstanceLock.acquire(dataSource);
        } catch (SQLException e) {
            LOG.warn("The lock on the database was lost and cannot be taken again yet: {}", e.getMessage());
        }
    }

    @Override
    public void stop() {
        rollout.stopping();
        rendezvous.close();
        engine.close();
        InstanceLock held = instanceLock;
        if (held != null) {
            release(held);
            instanceLock = null;
        }
    }

    /** Gives the connection back to the pool, also when it is dead: the pool would miss it. */
    private static void release(InstanceLock held) {
        try {
            held.close();
        } catch (SQLException e) {
            LOG.warn("The lock on the database ends with its connection: {}", e.getMessage());
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
