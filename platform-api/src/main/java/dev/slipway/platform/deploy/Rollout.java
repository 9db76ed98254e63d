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
    private final ReleasePhase phase;
    private final Fleet fleet;
    private final Set<UUID> inHand = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    Rollout(AppLocks locks, Slugs slugs, Formations formations, Releases releases, ReleasePhase phase, Fleet fleet) {
        this.locks = locks;
        this.slugs = slugs;
        this.formations = formations;
        this.releases = releases;
        this.phase = phase;
        this.fleet = fleet;
    }

    /**
     * Makes a pending release the one that serves, or marks it failed and leaves everything as it was.
     *
     * @param progress hears what the user should know meanwhile
     */
    RolloutOutcome run(App app, Release release, Consumer<String> progress) {
        inHand.add(release.id());
        try (var _ = locks.release(app)) {
            return prepare(app, release, progress).<RolloutOutcome>map(RolloutOutcome.CommandFailed::new)  // release phase
                    .orElseGet(() -> switchTo(app, release, progress));
        } finally {
            inHand.remove(release.id());
        }
    }

    /** Runs the release command, if there is one; why it failed, one sentence. */
    private Optional<String> prepare(App app, Release release, Consumer<String> progress) {
        try {
            Optional<Slug> slug = release.slugId().map(slugs::require);
            slug.ifPresent(there -> formations.adopt(app, there.processTypes().keySet()));
            Optional<String> failure = slug.flatMap(there -> phase.run(app, release, there, progress));
            failure.ifPresent(_ -> fail(release));
            return failure;
        } catch (RuntimeException e) {
            fail(release);
            throw e;
        }
    }

    private RolloutOutcome switchTo(App app, Release release, Consumer<String> progress) {
        try (var _ = locks.rollout(app)) {
            RolloutOutcome outcome = launch(app, release, progress);
            if (outcome instanceof RolloutOutcome.Live) {
                converge(app);                                                                  // route: one atomic swap
            }
            return outcome;
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
            if (slug.isPresent()
                    && fleet.launchWeb(app, release, slug.get(), progress) instanceof Fleet.Unhealthy(String reason)) {
                fail(release);
                return new RolloutOutcome.Failed(reason);
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
