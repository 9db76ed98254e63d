package dev.slipway.platform.deploy;

import dev.slipway.platform.log.AppLogs;
import dev.slipway.runtime.Dyno;
import dev.slipway.runtime.DynoListener;
import dev.slipway.runtime.DynoState;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Writes what happens to dynos into their app's log, in Heroku's words. */
@Component
class DynoWatcher implements DynoListener {

    private final AppLogs logs;
    private final ApplicationEventPublisher events;
    private final DynoEvents told;

    DynoWatcher(AppLogs logs, ApplicationEventPublisher events, DynoEvents told) {
        this.logs = logs;
        this.events = events;
        this.told = told;
    }

    @Override
    public void processStarted(Dyno dyno, int port) {
        logs.platform(dyno.app(), dyno.name(), "Starting process with command `" + dyno.command() + "`");
    }

    @Override
    public void stateChanged(Dyno dyno, DynoState from) {
        logs.platform(dyno.app(), dyno.name(), "State changed from " + word(from) + " to "
                + DynoEvents.state(dyno));
        if (!dyno.oneOff()) {
            events.publishEvent(new DynoChanged(dyno.app()));
        }
        told.changed(dyno);
    }

    @Override
    public void exitTimedOut(Dyno dyno, Duration grace) {
        logs.platform(dyno.app(), dyno.name(), "Error R12 (Exit timeout) -> At least one process failed to exit within "
                + grace.toSeconds() + " seconds of SIGTERM");
        logs.platform(dyno.app(), dyno.name(), "Stopping remaining processes with SIGKILL");
    }

    @Override
    public void processExited(Dyno dyno, int exitStatus) {
        logs.platform(dyno.app(), dyno.name(), "Process exited with status " + exitStatus);
    }

    @Override
    public void wrote(Dyno dyno, Instant at, String text) {
        logs.dyno(dyno.app(), at, dyno.name(), text);
    }

    private static String word(DynoState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
