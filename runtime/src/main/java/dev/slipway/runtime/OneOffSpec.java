package dev.slipway.runtime;

import java.time.Duration;
import java.util.UUID;

/**
 * Everything needed to run one one-off dyno: a process that is started once, for a task or for a person, and is never
 * started again.
 *
 * @param id        its dyno's id, a UUID that no other dyno has
 * @param dyno      what to run; {@code listens} is false, and its boot timeout means nothing here
 * @param timeLimit how long it may run; then it is stopped as by {@link DynoEngine#stop}
 */
public record OneOffSpec(String id, DynoSpec dyno, Duration timeLimit) {

    /** @throws IllegalArgumentException saying which value has another shape than stated above */
    public OneOffSpec {
        if (!UUID.fromString(id).toString().equals(id)) {
            throw new IllegalArgumentException("not a dyno's id: " + id);
        }
        if (dyno.listens()) {
            throw new IllegalArgumentException("a one-off dyno takes no requests: " + dyno.name());
        }
        if (!timeLimit.isPositive()) {
            throw new IllegalArgumentException("not a time limit: " + timeLimit);
        }
    }
}
