package dev.slipway.router;

import dev.slipway.router.Upstreams.Lease;
import java.time.Duration;

/** Where to send one request, attempt after attempt. Belongs to one event loop. */
interface Attempts {

    /** What to do next. */
    sealed interface Next {
        /** Connect to the lease's upstream. */
        record Try(Lease lease) implements Next {}

        /** Nothing is left to try now; ask again after {@code pause}. */
        record Pause(Duration pause) implements Next {}

        /** Give the client this answer. */
        record GiveUp(RouterError error) implements Next {}
    }

    Next next();

    /** The last {@link Next.Try} got no connection. */
    void connectFailed(Upstream upstream, Throwable cause);
}
