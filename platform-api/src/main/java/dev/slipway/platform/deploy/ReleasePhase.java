package dev.slipway.platform.deploy;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.app.App;
import dev.slipway.platform.build.Slug;
import dev.slipway.platform.log.AppLogs;
import dev.slipway.platform.release.Release;
import dev.slipway.platform.release.ReleaseOutput;
import dev.slipway.platform.release.ReleaseOutputs;
import dev.slipway.runtime.AttachOutcome;
import dev.slipway.runtime.Dyno;
import dev.slipway.runtime.DynoEngine;
import dev.slipway.runtime.DynoEngineException;
import dev.slipway.runtime.OneOffSpec;
import dev.slipway.runtime.Session;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The command that a Procfile has run before a release takes effect, migrations for example: a one-off dyno whose client
 * is the platform. When the platform dies, the dyno ends with it, and the release is settled like any other.
 */
@Component
class ReleasePhase {

    private static final Logger LOG = LoggerFactory.getLogger(ReleasePhase.class);

    private final DynoEngine engine;
    private final DynoPlan plan;
    private final Accounts accounts;
    private final ReleaseOutputs outputs;
    private final AppLogs logs;
    private final OneOffSettings settings;
    private final Clock clock;

    ReleasePhase(DynoEngine engine, DynoPlan plan, Accounts accounts, ReleaseOutputs outputs, AppLogs logs,
                 OneOffSettings settings, Clock clock) {
        this.engine = engine;
        this.plan = plan;
        this.accounts = accounts;
        this.outputs = outputs;
        this.logs = logs;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Runs the release command of {@code slug}, if it has one, and waits for its end.
     *
     * @param progress hears what it prints
     * @return why the release must not take effect, one sentence; empty when it may
     */
    Optional<String> run(App app, Release release, Slug slug, Consumer<String> progress) {
        String command = slug.processTypes().get(DynoPlan.RELEASE_PHASE);
        if (command == null || release.skipsCommand()) {
            return Optional.empty();
        }
        progress.accept(" !     Release command declared: this new release will not be available until the command succeeds.");
        progress.accept("Running release command...");
        progress.accept("");
        OneOffSpec spec = spec(app, release, slug, command);
        logs.api(app.key(), "Running release " + release.label() + " commands by user "
                + accounts.find(release.accountId()).map(Account::email).orElse("unknown"));
        Optional<String> failure;
        try (ReleaseOutput output = outputs.begin(release)) {
            failure = run(spec, line -> {
                output.line(line);
                progress.accept(line);
                logs.dyno(app.key(), Instant.now(clock), spec.dyno().name(), line);
            });
            failure.ifPresent(reason -> output.line("Release command failed: " + reason));
        }
        progress.accept("Waiting for release.... " + (failure.isPresent() ? "failed." : "done."));
        return failure;
    }

    private OneOffSpec spec(App app, Release release, Slug slug, String command) {
        Set<Integer> taken = engine.oneOffs(app.key()).stream().map(Dyno::number).collect(Collectors.toSet());
        return new OneOffSpec(UUID.randomUUID().toString(), plan.oneOff(app, release, slug, DynoPlan.RELEASE_PHASE,
                OneOffs.freeNumber(taken), command, Map.of(), plan.size(app, DynoPlan.RELEASE_PHASE)), settings.releaseLimit());
    }

    private Optional<String> run(OneOffSpec spec, Consumer<String> lines) {
        try {
            return switch (engine.attach(spec, Optional.empty())) {
                case AttachOutcome.Attached(Session session) -> end(session, spec, lines);
                case AttachOutcome.Refused(String reason) -> Optional.of("the release command could not be started: " + reason);
            };
        } catch (DynoEngineException e) {
            LOG.warn("Release command could not be started, app={}", spec.dyno().appName(), e);
            return Optional.of("the release command could not be started: Docker does not answer as it should. "
                    + "Tell your administrator.");
        }
    }

    private Optional<String> end(Session session, OneOffSpec spec, Consumer<String> lines) {
        Instant limit = Instant.now(clock).plus(spec.timeLimit());
        try (session) {
            session.input().close();
            OutputLines.read(session.output(), lines);
            int status = session.awaitEnd();
            if (status == 0) {
                return Optional.empty();
            }
            return Optional.of(Instant.now(clock).isBefore(limit)
                    ? "the release command exited with status " + status + "."
                    : "the release command did not end within " + spec.timeLimit().toMinutes() + " minutes.");
        } catch (IOException e) {
            LOG.warn("The release command was lost sight of, app={}", spec.dyno().appName(), e);
            return Optional.of("the connection to the release command broke off. Try again.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("the platform was stopped meanwhile.");
        }
    }
}
