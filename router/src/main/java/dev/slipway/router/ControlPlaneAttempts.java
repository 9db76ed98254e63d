package dev.slipway.router;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** The control plane: one address, tried again after each pause. */
final class ControlPlaneAttempts implements Attempts {

    private final Upstream controlPlane;
    private final Upstreams upstreams;
    private final Deque<Duration> pauses;
    private boolean rested = true;

    ControlPlaneAttempts(Upstream controlPlane, Upstreams upstreams, Timings timings) {
        this.controlPlane = controlPlane;
        this.upstreams = upstreams;
        this.pauses = new ArrayDeque<>(timings.pauses());
    }

    @Override
    public Next next() {
        if (rested) {
            rested = false;
            return new Next.Try(upstreams.enterUncounted(controlPlane));
        }
        Duration pause = pauses.poll();
        rested = pause != null;
        return pause == null ? new Next.GiveUp(RouterError.CONTROL_PLANE_AWAY) : new Next.Pause(pause);
    }

    @Override
    public void connectFailed(Upstream upstream, Throwable cause) {
        // Nothing to remember: there is no other address to prefer.
    }
}
