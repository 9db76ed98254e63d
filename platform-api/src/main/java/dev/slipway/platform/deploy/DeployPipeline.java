package dev.slipway.platform.deploy;

import dev.slipway.platform.app.App;
import dev.slipway.platform.app.Apps;
import dev.slipway.platform.app.PublicUrls;
import dev.slipway.platform.build.BuildResult;
import dev.slipway.platform.build.Builds;
import dev.slipway.platform.build.RunningBuild;
import dev.slipway.platform.build.Slug;
import dev.slipway.platform.configvar.ConfigVars;
import dev.slipway.platform.release.Release;
import dev.slipway.platform.release.Releases;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What pushes and builds through the API share, top to bottom. The live release keeps serving until the switch. */
@Component
class DeployPipeline {

    private final Apps apps;
    private final AppLocks locks;
    private final Builds builds;
    private final ConfigVars configVars;
    private final Releases releases;
    private final Rollout rollout;
    private final PublicUrls urls;

    DeployPipeline(Apps apps, AppLocks locks, Builds builds, ConfigVars configVars, Releases releases, Rollout rollout,
                   PublicUrls urls) {
        this.apps = apps;
        this.locks = locks;
        this.builds = builds;
        this.configVars = configVars;
        this.releases = releases;
        this.rollout = rollout;
        this.urls = urls;
    }

    /** Blocks until the deploy ended; closes {@code build}, whose output says all that the outcome says. */
    DeployOutcome run(RunningBuild build) {
        // The lock goes last: an app that is being removed waits for it, and takes the build's row with it.
        try (var _ = locks.build(build.app(), () -> build.line("-----> Waiting for another deploy of this app to finish"));
                build) {
            DeployOutcome outcome = deploy(build);
            if (outcome instanceof DeployOutcome.Failed(String reason)) {
                build.note(" !     " + reason);
            }
            return outcome;
        }
    }

    private DeployOutcome deploy(RunningBuild build) {
        try {
            return switch (builds.run(build)) {                                                 // build
                case BuildResult.Built(Slug slug) -> release(build, slug);
                case BuildResult.Failed(String reason) -> new DeployOutcome.Failed(reason);
            };
        } catch (RuntimeException e) {
            if (isDestroyed(build.app())) {
                return new DeployOutcome.Failed("The app was destroyed meanwhile.");
            }
            build.note(" !     An error in the platform ended this deploy. Tell your administrator.");
            throw e;
        }
    }

    private boolean isDestroyed(App app) {
        try {
            return apps.find(app.id()).isEmpty();
        } catch (RuntimeException e) {
            return false; // the database is away; what happened before says so
        }
    }

    private DeployOutcome release(RunningBuild build, Slug slug) {
        App app = build.app();
        build.line("-----> Launching...");
        // Held from before there is a release: config changes that come now wait, and then run the slug that serves by then.
        try (var _ = locks.release(app)) {
            Optional<Release> release = configVars.snapshot(app, config -> {                    // release
                if (!builds.succeed(build, slug)) {
                    return Optional.empty();
                }
                Release made = releases.deploy(app, build.by(), slug, config);
                builds.released(build, made.id());
                return Optional.of(made);
            });
            if (release.isEmpty()) {
                builds.discard(slug);
                return new DeployOutcome.Failed("The build was cancelled.");
            }
            DeployOutcome outcome = rollOut(build, release.get());
            builds.prune(app, releases.slugsInUse(app));
            return outcome;
        }
    }

    private DeployOutcome rollOut(RunningBuild build, Release release) {
        App app = build.app();
        boolean serving = releases.current(app.id()).flatMap(Release::slugId).isPresent();
        return switch (rollout.run(app, release, build::line)) {                                // release phase, launch, route
            case RolloutOutcome.Live() -> {
                build.line("       Released " + release.label());
                build.line("       " + urls.web(app.name()) + " deployed to Slipway");
                build.line("");
                build.line("Verifying deploy... done.");
                yield new DeployOutcome.Live();
            }
            case RolloutOutcome.CommandFailed(String reason) -> {
                build.line(" !     Release " + release.label() + " failed: " + reason + untouched(serving));
                build.line(" !     Try its command again with: heroku releases:retry -a " + app.name());
                yield new DeployOutcome.CommandFailed();
            }
            case RolloutOutcome.Failed(String reason) -> new DeployOutcome.Failed("Release " + release.label() + " failed: "
                    + reason + untouched(serving));
        };
    }

    private static String untouched(boolean serving) {
        return serving ? " The release before goes on running." : "";
    }
}
