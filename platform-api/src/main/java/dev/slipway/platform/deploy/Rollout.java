package dev.slipway.platform.deploy;

import dev.slipway.platform.app.App;
import dev.slipway.platform.build.Slug;
import dev.slipway.platform.build.Slugs;
import dev.slipway.platform.formation.Formations;
import dev.slipway.platform.release.Release;
import dev.slipway.platform.release.Releases;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The second half of a deploy, which pushes, config changes and rollbacks share. */
@Component
class Rollout {

    private static final Logger LOG = LoggerFactory.getLogger(Rollout.class);

    private final AppLocks locks;
    private final Slugs slugs;
    private final Formations formations;
    private final Releases releases;
    private final Fleet fleet;
    private final Set<UUID> inHand = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    Rollout(AppLocks locks, Slugs slugs, Formations formations, Releases releases, Fleet fleet) {
        this.locks = locks;
        this.slugs = slugs;
        this.formations = formations;
        this.releases = releases;
        this.fleet = fleet;
    }

    /**
     * Makes a pending release the one that serves, or marks it failed and leaves everything as it was.
     *
     * @param progress hears what the user should know meanwhile
     */
    RolloutOutcome run(App app, Release release, Consumer<String> progress) {
        inHand.add(release.id());
        try (var _ = locks.rollout(app)) {
            RolloutOutcome outcome = launch(app, release, progress);
            if (outcome instanceof RolloutOutcome.Live) {
                converge(app);                                                                  // route: one atomic swap
            }
            return outcome;
        } finally {
            inHand.remove(release.id());
        }
    }

    /** Whether a rollout of this release is under way or about to begin. */
    boolean handles(Release release) {
        return inHand.contains(release.id());
    }

    /** From now on a rollout that fails does so because the platform stops: what can be resumed stays pending. */
    void stopping() {
        stopping = true;
    }

    private RolloutOutcome launch(App app, Release release, Consumer<String> progress) {
        try {
            Optional<Slug> slug = release.slugId().map(slugs::require);
            if (slug.isPresent()) {
                formations.adopt(app, slug.get().processTypes().keySet());
                if (fleet.launchWeb(app, release, slug.get(), progress) instanceof Fleet.Unhealthy(String reason)) {
                    fail(release);
                    return new RolloutOutcome.Failed(reason);
                }
            }
            releases.finish(release, Release.Status.SUCCEEDED);
            return new RolloutOutcome.Live();
        } catch (RuntimeException e) {
            fail(release);
            throw e;
        }
    }

    private void fail(Release release) {
        if (stopping && release.resumable()) {
            return;
        }
        try {
            releases.finish(release, Release.Status.FAILED);
        } catch (RuntimeException e) {
            LOG.warn("Release {} stays pending until it is settled later", release.id(), e);
        }
    }

    /** The release serves by now; what else has to follow is tried again by {@link Convergence}. */
    private void converge(App app) {
        try {
            fleet.converge(app);
        } catch (RuntimeException e) {
            LOG.error("Dynos could not be brought in line after a rollout, app={}", app.name(), e);
        }
    }
}
