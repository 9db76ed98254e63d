package dev.slipway.runtime;

import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One dyno's latest state. The only place from which the listener is called. */
final class TrackedDyno {
    private static final Logger log = LoggerFactory.getLogger(TrackedDyno.class);

    private final DynoIdentity identity;
    private final DynoListener listener;
    private volatile Dyno now;

    TrackedDyno(DynoIdentity identity, DynoState state, Instant since, DynoListener listener) {
        this.identity = identity;
        this.listener = listener;
        this.now = identity.in(state, since);
    }

    DynoIdentity identity() {
        return identity;
    }

    Dyno now() {
        return now;
    }

    /** Changes its state and tells the listener, unless it is in that state already. */
    void become(DynoState next, Instant since) {
        DynoState from = now.state();
        if (from != next) {
            now = identity.in(next, since);
            tell(() -> listener.stateChanged(now, from));
        }
    }

    void processStarted() {
        tell(() -> listener.processStarted(now, identity.port()));
    }

    void exitTimedOut(Duration grace) {
        tell(() -> listener.exitTimedOut(now, grace));
    }

    void processExited(int exitStatus) {
        tell(() -> listener.processExited(now, exitStatus));
    }

    void wrote(Instant at, String text) {
        tell(() -> listener.wrote(now, at, text));
    }

    private void tell(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            log.error("The listener failed for {} of app {}", now.name(), now.app(), e);
        }
    }
}
