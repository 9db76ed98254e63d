package dev.slipway.runtime;

import com.github.dockerjava.api.exception.DockerException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One dyno from its specification to up, or to nothing: create, start, wait until it is ready, let Docker keep it. */
final class Launch {
    /** A process without a port that lives this long is taken for well. */
    private static final Duration ALIVE = Duration.ofSeconds(1);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

    /** What the launch needs of its engine. */
    interface Engine {
        /** The dyno is up: watch it from now on. */
        void up(LogFollower output, ContainerState state);

        /** Removes what there is of its container, now or when Docker answers again. */
        void discard();
    }

    private final ContainerApi containers;
    private final RuntimeSettings settings;
    private final DynoSpec spec;
    private final TrackedDyno dyno;
    private final LogFollower output;
    private final Engine engine;
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final CompletableFuture<LaunchOutcome> outcome = new CompletableFuture<>();
    private boolean started;

    Launch(ContainerApi containers, RuntimeSettings settings, DynoSpec spec, TrackedDyno dyno, LogFollower output,
           Engine engine) {
        this.containers = containers;
        this.settings = settings;
        this.spec = spec;
        this.dyno = dyno;
        this.output = output;
        this.engine = engine;
    }

    TrackedDyno dyno() {
        return dyno;
    }

    /** What {@link #run()} returned or threw; completed by who runs it. */
    CompletableFuture<LaunchOutcome> outcome() {
        return outcome;
    }

    /** Asks the launch to end; its outcome is {@link LaunchOutcome.Refused} then, unless it is up already. */
    void cancel() {
        cancelled.countDown();
    }

    /** @throws DynoEngineException if Docker does not answer */
    LaunchOutcome run() {
        boolean up = false;
        try {
            LaunchOutcome ended = boot();
            up = ended instanceof LaunchOutcome.Up;
            return ended;
        } catch (DynoEngineException e) {
            if (e.getCause() instanceof DockerException) {
                return new LaunchOutcome.Refused(e.getMessage());
            }
            throw e;
        } finally {
            if (!up) {
                discard();
            }
        }
    }

    private void discard() {
        output.close();
        engine.discard();
        if (started) {
            dyno.become(DynoState.DOWN, Instant.now());
        }
    }

    private LaunchOutcome boot() {
        DynoIdentity identity = dyno.identity();
        containers.create(identity.container(),
                Blueprint.of(containers.client(), settings, spec, identity, containers.imageUser(spec.image())));
        containers.start(identity.container());
        started = true;
        dyno.processStarted();
        output.start();
        return awaitUp(identity, System.nanoTime());
    }

    private LaunchOutcome awaitUp(DynoIdentity identity, long start) {
        for (Duration pause = FIRST_PAUSE; ; pause = longer(pause)) {
            Optional<ContainerState> found = containers.inspect(identity.container());
            if (found.isEmpty()) {
                return failed(new LaunchOutcome.Refused("somebody removed its container while it booted"), 137);
            }
            ContainerState state = found.get();
            Duration age = Duration.ofNanos(System.nanoTime() - start);
            if (!state.running()) {
                return failed(new LaunchOutcome.Crashed(state.exitStatus()), state.exitStatus());
            }
            if (identity.listens() ? TcpProbe.accepts(identity.socket()) : age.compareTo(ALIVE) >= 0) {
                return keep(identity, state);
            }
            if (age.compareTo(spec.bootTimeout()) >= 0 && identity.listens()) {
                String hint = hint(identity);
                return failed(new LaunchOutcome.BootTimeout(hint), kill(identity));
            }
            if (cancelledWithin(pause)) {
                return failed(new LaunchOutcome.Refused("it was stopped before it was up"), kill(identity));
            }
        }
    }

    private LaunchOutcome keep(DynoIdentity identity, ContainerState ready) {
        containers.keepRunning(identity.container());
        Optional<ContainerState> kept = containers.inspect(identity.container());
        if (kept.isEmpty() || !kept.get().running() || kept.get().startedAt().isAfter(ready.startedAt())) {
            containers.letEnd(identity.container()); // it ended in this very moment
            kill(identity);
            int status = kept.map(ContainerState::exitStatus).orElse(137);
            return failed(new LaunchOutcome.Crashed(status), status);
        }
        dyno.become(DynoState.UP, Instant.now());
        engine.up(output, kept.get());
        return new LaunchOutcome.Up(dyno.now());
    }

    /** Its process has ended: its last words come before the news of its end. */
    private LaunchOutcome failed(LaunchOutcome outcome, int exitStatus) {
        output.finish(Stop.LAST_WORDS);
        dyno.processExited(exitStatus);
        dyno.become(DynoState.CRASHED, Instant.now());
        return outcome;
    }

    private int kill(DynoIdentity identity) {
        return new Stop(containers, identity.container(), Duration.ZERO, () -> {}).run();
    }

    private String hint(DynoIdentity identity) {
        try {
            return ListeningSockets.hint(
                    containers.output(identity.container(), "cat", "/proc/net/tcp", "/proc/net/tcp6"), identity.port());
        } catch (DynoEngineException e) {
            return ""; // it has no `cat`, or no process left to run one
        }
    }

    private boolean cancelledWithin(Duration pause) {
        try {
            return cancelled.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }
}
