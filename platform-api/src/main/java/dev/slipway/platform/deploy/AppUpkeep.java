package dev.slipway.platform.deploy;

import dev.slipway.gitreceiver.GitServer;
import dev.slipway.platform.addon.Addons;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.AppChanges;
import dev.slipway.platform.app.AppSizes;
import dev.slipway.platform.app.Apps;
import dev.slipway.platform.backup.BackupRounds;
import dev.slipway.platform.build.Builds;
import dev.slipway.platform.build.Slugs;
import dev.slipway.platform.log.AppLogs;
import dev.slipway.platform.release.Release;
import dev.slipway.platform.release.Releases;
import dev.slipway.platform.route.RoutedApps;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What outside the database belongs to an app, and goes with it: routes, dynos, add-ons, backups, images, repository, log. */
@Component
class AppUpkeep implements AppChanges, AppSizes, RoutedApps {

    private static final Logger LOG = LoggerFactory.getLogger(AppUpkeep.class);

    private final Apps apps;
    private final AppLocks locks;
    private final Fleet fleet;
    private final OneOffs oneOffs;
    private final RoutePublisher routes;
    private final Builds builds;
    private final Slugs slugs;
    private final Releases releases;
    private final Addons addons;
    private final BackupRounds backups;
    private final GitServer git;
    private final AppLogs logs;
    private final Set<UUID> removing = ConcurrentHashMap.newKeySet();

    AppUpkeep(Apps apps, AppLocks locks, Fleet fleet, OneOffs oneOffs, RoutePublisher routes, Builds builds, Slugs slugs, Releases releases,
              Addons addons, BackupRounds backups, GitServer git, AppLogs logs) {
        this.apps = apps;
        this.locks = locks;
        this.fleet = fleet;
        this.oneOffs = oneOffs;
        this.routes = routes;
        this.builds = builds;
        this.slugs = slugs;
        this.releases = releases;
        this.addons = addons;
        this.backups = backups;
        this.git = git;
        this.logs = logs;
    }

    @Override
    public void changed(App app) {
        routes.publish(app.id());
    }

    @Override
    public void removed(App app) {
        routes.publish(app.id());
        oneOffs.stopAll(app); // before the locks, which are held while a release command runs
        Thread.ofVirtual().name("remove " + app.name()).start(() -> remove(app));
    }

    /** Takes up removals that a crash or an error cut short; each can be done again from its beginning. */
    void removeLeftovers() {
        apps.beingRemoved().forEach(this::removed);
    }

    private void remove(App app) {
        if (!removing.add(app.id())) {
            return;
        }
        builds.cancelAll(app);
        try (var _ = locks.build(app, () -> {}); var _ = locks.release(app); var _ = locks.rollout(app)) {
            fleet.stopAll(app);
            addons.destroyAll(app);
            backups.forget(app);
            builds.removeAll(app);
            git.deleteRepository(app.key());
            logs.delete(app.key());
            apps.forget(app);
            locks.forget(app);
        } catch (RuntimeException e) {
            LOG.error("What is left of a removed app is tried again later, app={}", app.name(), e);
        } finally {
            removing.remove(app.id());
        }
    }

    @Override
    public long repository(App app) {
        return git.sizeOf(app.key());
    }

    @Override
    public Map<UUID, Long> slugs(Collection<App> ofApps) {
        List<Release> built = releases.current(ofApps.stream().map(App::id).toList()).stream()
                .filter(release -> release.slugId().isPresent()).toList();
        Map<UUID, Long> sizes = slugs.sizes(built.stream().map(release -> release.slugId().orElseThrow()).toList());
        return built.stream().collect(Collectors.toMap(Release::appId, release -> sizes.get(release.slugId().orElseThrow())));
    }

    @Override
    public boolean exists(String appKey) {
        try {
            return apps.find(UUID.fromString(appKey)).isPresent();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
