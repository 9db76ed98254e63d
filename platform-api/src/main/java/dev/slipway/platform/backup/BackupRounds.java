package dev.slipway.platform.backup;

import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.addon.Addons;
import dev.slipway.platform.app.App;
import dev.slipway.platform.backing.Round;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

/** What happens without anybody asking: backups whose time has come, and the end of old ones. */
@Service
public class BackupRounds {

    private static final Logger LOG = LoggerFactory.getLogger(BackupRounds.class);

    private final Addons addons;
    private final TransferSchedules schedules;
    private final TransferNames names;
    private final Retention retention;
    private final TransferQueue queue;
    private final Round due = new Round("backups", this::makeAllDue);
    private final Round tidying = new Round("old backups", this::tidyNow);
    private volatile boolean started;

    BackupRounds(Addons addons, TransferSchedules schedules, TransferNames names, Retention retention, TransferQueue queue) {
        this.addons = addons;
        this.schedules = schedules;
        this.names = names;
        this.retention = retention;
        this.queue = queue;
    }

    /** To be called at start, when this is the only platform process. What a dead one was at is ended or taken up. */
    public void start() {
        started = true;
        queue.open();
    }

    /** Makes the rows of backups whose time has come, and runs them. */
    @Scheduled(fixedDelayString = "${slipway.backups.look-every}")
    void makeDue() {
        if (started) {
            due.begin();
        }
    }

    private void makeAllDue() {
        if (schedules.due(addons.ofDriver(Transfers.DRIVER)).stream().filter(this::makeDue).count() > 0) {
            queue.fill();
        }
    }

    /** One database must not keep the others from being backed up. */
    private boolean makeDue(Addon addon) {
        try {
            return schedules.makeDue(addon, names.of(addon));
        } catch (RuntimeException e) {
            LOG.error("Nobody can say whether a backup is due; looking again soon, addon={}", addon.name(), e);
            return false;
        }
    }

    @Scheduled(fixedDelay = 10, timeUnit = TimeUnit.MINUTES)
    void tidy() {
        if (started) {
            tidying.begin();
        }
    }

    private void tidyNow() {
        retention.apply();
    }

    /** Deletes the backups of an app that is removed. To be called after its databases are gone, and before its rows are. */
    public void forget(App app) {
        retention.forget(app);
    }
}
