package dev.slipway.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One one-off dyno from its start to its end: watched on a thread of its own, stopped when its time is over or its client
 * is gone, and cleared away.
 */
final class OneOff {
    private static final Logger log = LoggerFactory.getLogger(OneOff.class);
    /** Between two looks while the end is due and Docker does not let it be seen. */
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int KILLED_STATUS = 137;

    private final ContainerApi containers;
    private final TrackedDyno dyno;
    private final Duration grace;
    private final Optional<LogFollower> output;
    private final Runnable discard;
    private final Semaphore looks = new Semaphore(0);
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private volatile Instant deadline = Instant.MAX;
    private volatile boolean stopping;
    private volatile boolean forgotten;

    /**
     * @param output  follows the log of a detached one; empty for an attached one
     * @param discard removes its container
     */
    OneOff(ContainerApi containers, TrackedDyno dyno, Duration grace, Optional<LogFollower> output, Runnable discard) {
        this.containers = containers;
        this.dyno = dyno;
        this.grace = grace;
        this.output = output;
        this.discard = discard;
    }

    TrackedDyno dyno() {
        return dyno;
    }

    /** Completed with the exit status as soon as that is known. */
    CompletableFuture<Integer> exit() {
        return exit;
    }

    /** Completed when nothing of it is left. */
    CompletableFuture<Void> gone() {
        return gone;
    }

    /** Its process runs: watch it from now on. */
    void start(Instant startedAt) {
        deadline = startedAt.plus(dyno.identity().limit());
        output.ifPresent(LogFollower::start);
        look();
        Thread.ofVirtual().name("one-off-" + dyno.identity().container()).start(this::watch);
    }

    /** Something may have happened. */
    void look() {
        looks.release();
    }

    /** Its output has ended, so its process should have; it is stopped if it does not follow. */
    void endWithin(Duration patience) {
        Instant end = Instant.now().plus(patience);
        if (end.isBefore(deadline)) {
            deadline = end;
        }
        look();
    }

    /** Begins to stop it; also before it is started. */
    void stop() {
        stopping = true;
        look();
    }

    /** Nothing was started; nobody is told anything. */
    void abandon() {
        exit.complete(KILLED_STATUS);
        gone.complete(null);
    }

    /** Stops watching; its process goes on. */
    void forget() {
        forgotten = true;
        output.ifPresent(LogFollower::close);
        look();
    }

    private void watch() {
        try {
            do {
                looks.tryAcquire(untilDue().toMillis(), TimeUnit.MILLISECONDS);
                looks.drainPermits();
            } while (!forgotten && !ended());
        } catch (InterruptedException e) {
            throw new IllegalStateException("the engine's own threads are not interrupted", e);
        }
    }

    private Duration untilDue() {
        Duration left = stopping ? RETRY : Duration.between(Instant.now(), deadline);
        return left.compareTo(RETRY) < 0 ? RETRY : left;
    }

    private boolean ended() {
        String container = dyno.identity().container();
        try {
            Optional<ContainerState> state = containers.inspect(container);
            if (state.isEmpty()) {
                end(KILLED_STATUS);
            } else if (!state.get().running()) {
                end(state.get().exitStatus());
            } else if (stopping || !Instant.now().isBefore(deadline)) {
                end(stopped(container));
            } else {
                return false;
            }
            return true;
        } catch (DynoEngineException e) {
            log.debug("{} is looked at again when Docker is back", container, e);
            return false;
        }
    }

    private int stopped(String container) {
        if (output.isEmpty()) {
            containers.kill(container, "SIGHUP"); // as a terminal does when it is closed: shells ignore SIGTERM
        }
        return new Stop(containers, container, grace, () -> dyno.exitTimedOut(grace)).run();
    }

    private void end(int status) {
        output.ifPresent(log -> log.finish(Stop.LAST_WORDS));
        dyno.processExited(status);
        dyno.become(DynoState.DOWN, Instant.now());
        exit.complete(status);
        discard.run();
        gone.complete(null);
    }
}
