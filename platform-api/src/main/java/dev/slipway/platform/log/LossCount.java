package dev.slipway.platform.log;

import java.time.Instant;
import java.util.Optional;

/** Counts lost lines until somebody tells of them. Used under its owner's lock. */
final class LossCount {

    private long count;
    private Instant since = Instant.EPOCH;

    void add(Instant now) {
        if (count == 0) {
            since = now;
        }
        count++;
    }

    /** What was lost since this was asked before; counting begins anew. */
    Optional<Loss> take() {
        if (count == 0) {
            return Optional.empty();
        }
        Loss loss = new Loss(count, since);
        count = 0;
        return Optional.of(loss);
    }

    /** Whether there is something to tell that happened before {@code instant}. */
    boolean isOlderThan(Instant instant) {
        return count > 0 && since.isBefore(instant);
    }
}
