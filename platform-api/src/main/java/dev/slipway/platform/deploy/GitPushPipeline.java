package dev.slipway.platform.deploy;

import dev.slipway.gitreceiver.Push;
import dev.slipway.gitreceiver.PushHandler;
import dev.slipway.gitreceiver.PushOutcome;
import dev.slipway.gitreceiver.PushOutput;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.Apps;
import dev.slipway.platform.build.BuildAdmission;
import dev.slipway.platform.build.BuildSource;
import dev.slipway.platform.build.Builds;
import dev.slipway.platform.build.RunningBuild;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What happens on {@code git push}: all of {@link DeployPipeline}, while the pusher watches and before the ref moves. */
@Component
class GitPushPipeline implements PushHandler {

    private final Apps apps;
    private final Accounts accounts;
    private final Builds builds;
    private final DeployPipeline pipeline;

    GitPushPipeline(Apps apps, Accounts accounts, Builds builds, DeployPipeline pipeline) {
        this.apps = apps;
        this.accounts = accounts;
        this.builds = builds;
        this.pipeline = pipeline;
    }

    @Override
    public PushOutcome handle(Push push, PushOutput output) {
        Optional<App> app = apps.find(UUID.fromString(push.repository()));
        Optional<Account> pusher = accounts.find(UUID.fromString(push.pusher()));
        if (app.isEmpty() || pusher.isEmpty()) {
            return new PushOutcome.Rejected("The app was destroyed meanwhile.");
        }
        BuildSource source = BuildSource.ofPush(push.commit(), push.sourceTar());
        return switch (builds.begin(app.get(), pusher.get(), source, output::line)) {
            case BuildAdmission.Refused(String reason) -> new PushOutcome.Rejected(reason);
            case BuildAdmission.Admitted(RunningBuild build) -> deploy(build, output);
        };
    }

    private PushOutcome deploy(RunningBuild build, PushOutput output) {
        output.line("");
        output.line("Compressing source files... done.");
        output.line("Building source:");
        output.line("");
        return switch (pipeline.run(build)) {
            case DeployOutcome.Live() -> new PushOutcome.Accepted();
            // As on Heroku: the code is there, and a release of it may succeed later.
            case DeployOutcome.CommandFailed() -> new PushOutcome.Accepted();
            case DeployOutcome.Failed(String reason) -> new PushOutcome.Rejected(reason);
        };
    }
}
