package dev.slipway.platform.deploy;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.app.App;
import dev.slipway.platform.configvar.ConfigChanges;
import dev.slipway.platform.log.AppLogs;
import dev.slipway.platform.release.Release;
import dev.slipway.platform.release.ReleaseRunner;
import dev.slipway.platform.release.Releases;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Releases that nobody waits for: config changes and rollbacks. They are answered at once and rolled out behind. */
@Component
class RolloutQueue implements ReleaseRunner, ConfigChanges {

    private static final Logger LOG = LoggerFactory.getLogger(RolloutQueue.class);

    private final Releases releases;
    private final Rollout rollout;
    private final AppLogs logs;

    RolloutQueue(Releases releases, Rollout rollout, AppLogs logs) {
        this.releases = releases;
        this.rollout = rollout;
        this.logs = logs;
    }

    @Override
    public void changed(App app, Account by, Map<String, String> config, String description) {
        begin(app, releases.configure(app, by, config, description));
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

    private void start(App app, Release release) {
        Thread.ofVirtual().name("rollout " + app.name() + " " + release.label()).start(() -> run(app, release));
    }

    private void run(App app, Release release) {
        try {
            if (rollout.run(app, release, _ -> {}) instanceof RolloutOutcome.Failed(String reason)) {
                logs.api(app.key(), "Release " + release.label() + " failed: " + reason
                        + " The release before goes on running.");
            }
        } catch (RuntimeException e) {
            LOG.error("Release could not be rolled out, app={} release={}", app.name(), release.label(), e);
            logs.api(app.key(), "Release " + release.label() + " failed because of an error in the platform. "
                    + "Tell your administrator.");
        }
    }
}
