package dev.slipway.platform.deploy;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.Apps;
import dev.slipway.platform.configvar.ConfigChanges;
import dev.slipway.platform.log.AppLogs;
import dev.slipway.platform.release.Release;
import dev.slipway.platform.release.ReleaseRunner;
import dev.slipway.platform.release.Releases;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Releases that nobody waits for: config changes and rollbacks. They are answered at once and rolled out behind. */
@Component
class RolloutQueue implements ReleaseRunner, ConfigChanges {

    private static final Logger LOG = LoggerFactory.getLogger(RolloutQueue.class);

    private final Apps apps;
    private final Releases releases;
    private final Rollout rollout;
    private final AppLocks locks;
    private final AppLogs logs;
    private final Set<UUID> queued = ConcurrentHashMap.newKeySet();

    RolloutQueue(Apps apps, Releases releases, Rollout rollout, AppLocks locks, AppLogs logs) {
        this.apps = apps;
        this.releases = releases;
        this.rollout = rollout;
        this.locks = locks;
        this.logs = logs;
    }

    @Override
    public void changed(App app, Account by, Map<String, String> config, String description) {
        begin(app, releases.configure(app, by, config, description));
    }

    @Override
    public void renewed(App app, Account by, Map<String, String> config, String description) {
        begin(app, releases.renew(app, by, config, description));
    }

    @Override
    public void begin(App app, Release release) {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    start(app, release);
                }
            });
        } else {
            start(app, release);
        }
    }

    /**
     * Ends releases that nobody rolls out any more, because a process died or the database was away: config changes and
     * rollbacks are rolled out again, a push failed with its connection.
     *
     * @param notAfter only releases made before; one that was just made may be about to be rolled out
     */
    void settle(Instant notAfter) {
        releases.pending().stream().filter(release -> release.createdAt().isBefore(notAfter))
                .filter(release -> !rollout.handles(release) && !queued.contains(release.id())).forEach(this::settle);
    }

    void settle(Release release) {
        Optional<App> app = apps.find(release.appId());
        if (app.isPresent() && release.resumable()) {
            begin(app.get(), release);
        } else {
            releases.finish(release, Release.Status.FAILED);
            app.ifPresent(there -> logs.api(there.key(), "Release " + release.label()
                    + " failed: the platform was restarted meanwhile. Push again."));
        }
    }

    private void start(App app, Release release) {
        queued.add(release.id());
        Thread.ofVirtual().name("rollout " + app.name() + " " + release.label()).start(() -> run(app, release));
    }

    /** In the order of the versions: of two threads that wait for the lock the newer release's may be first. */
    private void run(App app, Release release) {
        try (var _ = locks.release(app)) {
            releases.waiting(release).forEach(next -> releases.takeTurn(next).ifPresent(ready -> rollOut(app, ready)));
        } catch (RuntimeException e) {
            LOG.error("Release is settled later, app={} release={}", app.name(), release.label(), e);
        } finally {
            queued.remove(release.id());
        }
    }

    private void rollOut(App app, Release release) {
        try {
            switch (rollout.run(app, release, _ -> {})) {
                case RolloutOutcome.Live() -> {}
                case RolloutOutcome.CommandFailed(String reason) -> logFailure(app, release, reason);
                case RolloutOutcome.Failed(String reason) -> logFailure(app, release, reason);
            }
        } catch (RuntimeException e) {
            LOG.error("Release could not be rolled out, app={} release={}", app.name(), release.label(), e);
            logs.api(app.key(), "Release " + release.label() + " failed because of an error in the platform. "
                    + "Tell your administrator.");
        }
    }

    private void logFailure(App app, Release release, String reason) {
        logs.api(app.key(), "Release " + release.label() + " failed: " + reason + " The release before goes on running.");
    }
}
