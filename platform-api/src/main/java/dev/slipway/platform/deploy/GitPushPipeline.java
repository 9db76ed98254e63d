package dev.slipway.platform.deploy;

import dev.slipway.gitreceiver.Push;
import dev.slipway.gitreceiver.PushHandler;
import dev.slipway.gitreceiver.PushOutcome;
import dev.slipway.gitreceiver.PushOutput;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.Apps;
import dev.slipway.platform.app.PublicUrls;
import dev.slipway.platform.build.BuildResult;
import dev.slipway.platform.build.Builds;
import dev.slipway.platform.configvar.ConfigVars;
import dev.slipway.platform.release.Release;
import dev.slipway.platform.release.Releases;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What happens on {@code git push}, top to bottom. The live release keeps serving until the switch. */
@Component
class GitPushPipeline implements PushHandler {

    private final Apps apps;
    private final Accounts accounts;
    private final AppLocks locks;
    private final Builds builds;
    private final ConfigVars configVars;
    private final Releases releases;
    private final Rollout rollout;
    private final PublicUrls urls;

    GitPushPipeline(Apps apps, Accounts accounts, AppLocks locks, Builds builds, ConfigVars configVars, Releases releases,
                    Rollout rollout, PublicUrls urls) {
        this.apps = apps;
        this.accounts = accounts;
        this.locks = locks;
        this.builds = builds;
        this.configVars = configVars;
        this.releases = releases;
        this.rollout = rollout;
        this.urls = urls;
    }

    @Override
    public PushOutcome handle(Push push, PushOutput output) {                                   // push
        Optional<App> app = apps.find(UUID.fromString(push.repository()));
        Optional<Account> pusher = accounts.find(UUID.fromString(push.pusher()));
        if (app.isEmpty() || pusher.isEmpty()) {
            return new PushOutcome.Rejected("The app was destroyed meanwhile.");
        }
        try (var _ = locks.build(app.get(), () -> output.line("-----> Waiting for another push to this app to finish"))) {
            output.line("");
            output.line("Compressing source files... done.");
            output.line("Building source:");
            output.line("");
            return switch (builds.run(app.get(), pusher.get(), push.commit(), push.sourceTar(), output::line)) { // build
                case BuildResult.Built built -> release(app.get(), pusher.get(), built, output);
                case BuildResult.Failed(String reason) -> new PushOutcome.Rejected(reason);
            };
        }
    }

    private PushOutcome release(App app, Account pusher, BuildResult.Built built, PushOutput output) {
        output.line("-----> Launching...");
        Release release = configVars.snapshot(app,
                config -> releases.deploy(app, pusher, built.slug(), config));                  // release
        PushOutcome outcome = rollOut(app, release, output);
        builds.released(built.buildId(), release.id());
        releases.current(app.id()).flatMap(Release::slugId).ifPresent(slug -> builds.prune(app, slug));
        return outcome;
    }

    private PushOutcome rollOut(App app, Release release, PushOutput output) {
        boolean serving = releases.current(app.id()).flatMap(Release::slugId).isPresent();
        return switch (rollout.run(app, release, output::line)) {                               // release phase, launch, route
            case RolloutOutcome.Live() -> {
                output.line("       Released " + release.label());
                output.line("       " + urls.web(app.name()) + " deployed to Slipway");
                output.line("");
                output.line("Verifying deploy... done.");
                yield new PushOutcome.Accepted();
            }
            case RolloutOutcome.CommandFailed(String reason) -> {
                output.line(" !     Release " + release.label() + " failed: " + reason
                        + (serving ? " The release before goes on running." : ""));
                output.line(" !     Try its command again with: heroku releases:retry -a " + app.name());
                yield new PushOutcome.Accepted(); // as on Heroku: the code is there, a release of it may succeed later
            }
            case RolloutOutcome.Failed(String reason) -> new PushOutcome.Rejected("Release " + release.label() + " failed: "
                    + reason + (serving ? " The release before goes on running." : ""));
        };
    }
}
