package dev.slipway.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one dyno's state true from the moment it was up, on a thread of its own. Docker restarts the process by itself;
 * this only looks on, but for a container that Docker has given up.
 */
final class DynoWatch {
    private static final Logger log = LoggerFactory.getLogger(DynoWatch.class);
    private static final Duration PROBE = Duration.ofMillis(100);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    /** Docker gives up on a container that it could not start, and on one that a person stopped. */
    private static final Duration GIVEN_UP = Duration.ofSeconds(30);

    private sealed interface Signal {
        record Exited(int status, Instant at) implements Signal {}

        record Look() implements Signal {}

        record Quit() implements Signal {}
    }

    private final ContainerApi containers;
    private final TrackedDyno dyno;
    private final LogFollower output;
    private final Runnable gone;
    private final LinkedBlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private volatile @Nullable Thread thread;
    private boolean running;
    private Instant startedAt;

    /**
     * @param state what is known to the listener already
     * @param gone  called when somebody else removed the container
     */
    DynoWatch(ContainerApi containers, TrackedDyno dyno, LogFollower output, ContainerState state, Runnable gone) {
        this.containers = containers;
        this.dyno = dyno;
        this.output = output;
        this.running = state.running();
        this.startedAt = state.startedAt();
        this.gone = gone;
    }

    void start() {
        look();
        thread = Thread.ofVirtual().name("watch-" + dyno.identity().container()).start(this::run);
    }

    /** Something may have happened. */
    void look() {
        signals.add(new Signal.Look());
    }

    void exited(int status, Instant at) {
        signals.add(new Signal.Exited(status, at));
    }

    /** Ends the watch; when this returns, it tells the listener nothing more. Returns whether the process ran. */
    boolean quit() {
        signals.add(new Signal.Quit());
        Thread watching = thread;
        if (watching != null) {
            Uninterruptibly.join(watching);
        }
        return running;
    }

    private void run() {
        try {
            while (true) {
                boolean starting = running && dyno.now().state() == DynoState.STARTING;
                Signal signal = starting ? signals.poll(PROBE.toMillis(), TimeUnit.MILLISECONDS) : signals.take();
                switch (signal) {
                    case null -> probe();
                    case Signal.Exited(int status, Instant at) -> {
                        if (running && at.isAfter(startedAt)) {
                            processExited(status, at);
                        }
                    }
                    case Signal.Look() -> compare();
                    case Signal.Quit() -> {
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            log.debug("{} is not watched any more", dyno.identity().container());
        }
    }

    private void compare() {
        String container = dyno.identity().container();
        try {
            containers.inspect(container).ifPresentOrElse(this::compare, this::removed);
        } catch (DynoEngineException e) {
            log.debug("{} stays {} until Docker is back", container, dyno.now().state(), e);
        }
    }

    private void compare(ContainerState state) {
        if (state.startedAt().isAfter(startedAt)) {
            if (running) { // it ended unseen, its exit status is not known
                running = false;
                dyno.become(DynoState.CRASHED, state.startedAt());
            }
            processStarted(state.startedAt());
        }
        if (running && !state.running()) {
            processExited(state.exitStatus(), state.finishedAt());
        }
        if (running) {
            output.wakeIfIdle();
            probe();
        } else if (state.keptRunning() && !state.restarting()
                && state.finishedAt().isBefore(Instant.now().minus(GIVEN_UP))) {
            log.warn("{} ended and Docker does not restart it; starting it", dyno.identity().container());
            containers.start(dyno.identity().container());
        }
    }

    private void removed() {
        signals.add(new Signal.Quit());
        gone.run();
    }

    private void processStarted(Instant at) {
        running = true;
        startedAt = at;
        dyno.processStarted();
        dyno.become(DynoState.STARTING, at);
        output.wake();
    }

    private void processExited(int status, Instant at) {
        running = false;
        output.awaitDrained(LAST_WORDS);
        dyno.processExited(status);
        dyno.become(DynoState.CRASHED, at);
    }

    private void probe() {
        DynoIdentity identity = dyno.identity();
        if (!identity.listens() || TcpProbe.accepts(identity.socket())) {
            dyno.become(DynoState.UP, Instant.now());
        }
    }
}
