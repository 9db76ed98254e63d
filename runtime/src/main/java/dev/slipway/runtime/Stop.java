package dev.slipway.runtime;

import java.time.Duration;
import java.util.Optional;

/** Ends a container's process: no more restarts, SIGTERM, the grace period, SIGKILL. The container stays. */
final class Stop {
    /** How long a listener may take to read what a dyno wrote at its end. */
    static final Duration LAST_WORDS = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(100);
    /** Between SIGKILL and the end of a process that is not stuck in the kernel. */
    private static final Duration KILLED = Duration.ofSeconds(30);
    private static final int KILLED_STATUS = 137;

    private final ContainerApi containers;
    private final String container;
    private final Duration grace;
    private final Runnable onTimeout;

    /** @param onTimeout called before SIGKILL when the grace period is over */
    Stop(ContainerApi containers, String container, Duration grace, Runnable onTimeout) {
        this.containers = containers;
        this.container = container;
        this.grace = grace;
        this.onTimeout = onTimeout;
    }

    /**
     * Returns the exit status; that of SIGKILL when the container is gone.
     *
     * @throws DynoEngineException if Docker does not answer or the process survives SIGKILL
     */
    int run() {
        containers.letEnd(container);
        if (grace.isPositive()) {
            containers.kill(container, "SIGTERM");
            Optional<Integer> status = awaitEnd(grace);
            if (status.isPresent()) {
                return status.get();
            }
            onTimeout.run();
        }
        containers.kill(container, "SIGKILL");
        return awaitEnd(KILLED).orElseThrow(() -> new DynoEngineException("kill", container,
                "its process does not end, not even by SIGKILL; look for a hanging disk on the host", null));
    }

    /** Asks instead of waiting for the event: the end must be seen while the event stream is interrupted, too. */
    private Optional<Integer> awaitEnd(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<ContainerState> state = containers.inspect(container);
            if (state.isEmpty()) {
                return Optional.of(KILLED_STATUS);
            }
            if (!state.get().running() && !state.get().restarting()) {
                return Optional.of(state.get().exitStatus());
            }
            if (System.nanoTime() >= end) {
                return Optional.empty();
            }
            try {
                Thread.sleep(LOOK);
            } catch (InterruptedException e) {
                throw new IllegalStateException("the engine's own threads are not interrupted", e);
            }
        }
    }
}
