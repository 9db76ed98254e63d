package dev.slipway.platform.deploy;

import dev.slipway.platform.app.App;
import dev.slipway.platform.build.Slug;
import dev.slipway.platform.build.Slugs;
import dev.slipway.platform.formation.Formations;
import dev.slipway.platform.release.Release;
import dev.slipway.platform.release.Releases;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** The second half of a deploy, which pushes, config changes and rollbacks share. */
@Component
class Rollout {

    private final AppLocks locks;
    private final Slugs slugs;
    private final Formations formations;
    private final Releases releases;
    private final Fleet fleet;

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
        try (var _ = locks.rollout(app)) {
            return switchTo(app, release, progress);
        } catch (RuntimeException e) {
            releases.finish(release, Release.Status.FAILED);
            throw e;
        }
    }

    private RolloutOutcome switchTo(App app, Release release, Consumer<String> progress) {
        Optional<Slug> slug = release.slugId().map(slugs::require);
        if (slug.isEmpty()) {
            releases.finish(release, Release.Status.SUCCEEDED);
            return new RolloutOutcome.Live();
        }
        formations.adopt(app, slug.get().processTypes().keySet());
        return switch (fleet.launchWeb(app, release, slug.get(), progress)) {                   // launch: until healthy
            case Fleet.Healthy() -> {
                releases.finish(release, Release.Status.SUCCEEDED);
                fleet.converge(app);                                                            // route: one atomic swap
                yield new RolloutOutcome.Live();
            }
            case Fleet.Unhealthy(String reason) -> {
                releases.finish(release, Release.Status.FAILED);
                yield new RolloutOutcome.Failed(reason);
            }
        };
    }
}
