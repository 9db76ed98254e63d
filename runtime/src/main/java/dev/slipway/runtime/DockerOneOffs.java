package dev.slipway.runtime;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.transport.DockerHttpClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one-off dynos of a {@link DockerDynoEngine}. */
final class DockerOneOffs {
    private static final Logger log = LoggerFactory.getLogger(DockerOneOffs.class);

    /** What one-offs need of their engine. */
    interface Engine {
        /** The identity of a new dyno, with an address of its own; empty when none is free. */
        Optional<DynoIdentity> identity(OneOffSpec spec, DynoIdentity.Kind kind);

        String noAddress();

        /** Removes what there is of its container, now or when Docker answers again. */
        void discard(DynoIdentity identity);
    }

    private final ContainerApi containers;
    private final DockerHttpClient http;
    private final RuntimeSettings settings;
    private final DynoListener listener;
    private final Engine engine;
    private final ConcurrentMap<String, OneOff> oneOffs = new ConcurrentHashMap<>();
    private volatile boolean closed;

    DockerOneOffs(ContainerApi containers, DockerHttpClient http, RuntimeSettings settings, DynoListener listener,
                  Engine engine) {
        this.containers = containers;
        this.http = http;
        this.settings = settings;
        this.listener = listener;
        this.engine = engine;
    }

    LaunchOutcome run(OneOffSpec spec) {
        Optional<DynoIdentity> identity = engine.identity(spec, DynoIdentity.Kind.DETACHED);
        if (identity.isEmpty()) {
            return new LaunchOutcome.Refused(engine.noAddress());
        }
        TrackedDyno dyno = tracked(identity.get(), DynoState.STARTING);
        OneOff oneOff = detached(dyno, LogPosition.start());
        return begin(oneOff, LaunchOutcome.Refused::new, () -> {
            containers.create(identity.get().container(), Blueprint.of(containers.client(), settings, spec.dyno(),
                    identity.get(), containers.imageUser(spec.dyno().image())));
            start(oneOff);
            return new LaunchOutcome.Up(dyno.now());
        });
    }

    AttachOutcome attach(OneOffSpec spec, Optional<Terminal> terminal) {
        Optional<DynoIdentity> identity = engine.identity(spec, DynoIdentity.Kind.ATTACHED);
        if (identity.isEmpty()) {
            return new AttachOutcome.Refused(engine.noAddress());
        }
        OneOff oneOff = oneOff(tracked(identity.get(), DynoState.STARTING), Optional.empty());
        return begin(oneOff, AttachOutcome.Refused::new, () -> {
            CreateContainerCmd command = Blueprint.attached(containers.client(), settings, spec.dyno(), identity.get(),
                    containers.imageUser(spec.dyno().image()), terminal);
            containers.create(identity.get().container(), command);
            AttachedSession session = AttachedSession.open(containers, http, oneOff, terminal.isPresent());
            try {
                start(oneOff);
                return new AttachOutcome.Attached(session);
            } catch (DynoEngineException e) {
                session.close();
                throw e;
            }
        });
    }

    AttachOutcome attachInside(TrackedDyno dyno, String command, Map<String, String> environment, Terminal terminal) {
        return refusable(AttachOutcome.Refused::new, () -> new AttachOutcome.Attached(
                InsideSession.open(containers, http, dyno, command, environment, terminal)));
    }

    /** Takes a detached one over from a platform that is gone; it may have ended since. */
    void adopt(DynoIdentity identity, ContainerState state, Function<Dyno, Instant> logsSince) {
        TrackedDyno dyno = tracked(identity, DynoState.UP);
        OneOff oneOff = detached(dyno, LogPosition.after(logsSince.apply(dyno.now())));
        oneOffs.put(identity.id(), oneOff);
        oneOff.start(state.startedAt());
    }

    private TrackedDyno tracked(DynoIdentity identity, DynoState state) {
        return new TrackedDyno(identity, state, Instant.now(), listener);
    }

    private OneOff detached(TrackedDyno dyno, LogPosition position) {
        return oneOff(dyno, Optional.of(new LogFollower(http, dyno.identity().container(), position, dyno::wrote)));
    }

    private OneOff oneOff(TrackedDyno dyno, Optional<LogFollower> output) {
        return new OneOff(containers, dyno, settings.stopGrace(), output, () -> {
            oneOffs.remove(dyno.identity().id());
            engine.discard(dyno.identity());
        });
    }

    private <T> T begin(OneOff oneOff, Function<String, T> refused, Supplier<T> steps) {
        DynoIdentity identity = oneOff.dyno().identity();
        oneOffs.put(identity.id(), oneOff);
        return refusable(refused, () -> {
            boolean begun = false;
            try {
                T outcome = steps.get();
                begun = true;
                return outcome;
            } finally {
                if (!begun) {
                    oneOffs.remove(identity.id());
                    oneOff.abandon();
                    engine.discard(identity);
                }
            }
        });
    }

    private void start(OneOff oneOff) {
        containers.start(oneOff.dyno().identity().container());
        oneOff.dyno().processStarted();
        oneOff.dyno().become(DynoState.UP, Instant.now());
        oneOff.start(Instant.now());
        if (closed) {
            oneOff.stop(); // unseen by who closed the engine; the next one removes what is left
        }
    }

    private static <T> T refusable(Function<String, T> refused, Supplier<T> steps) {
        try {
            return steps.get();
        } catch (DynoEngineException e) {
            if (e.getCause() instanceof DockerException) {
                return refused.apply(e.getMessage());
            }
            throw e;
        }
    }

    List<Dyno> list() {
        return oneOffs.values().stream().map(oneOff -> oneOff.dyno().now()).toList();
    }

    Optional<TrackedDyno> find(String dynoId) {
        return Optional.ofNullable(oneOffs.get(dynoId)).map(OneOff::dyno);
    }

    /** Stops it, and waits for its end; unknown ids are ignored. */
    void stop(String dynoId) throws InterruptedException {
        OneOff oneOff = oneOffs.get(dynoId);
        if (oneOff != null) {
            oneOff.stop();
            try {
                oneOff.gone().get();
            } catch (ExecutionException e) {
                throw Uninterruptibly.cause(e);
            }
        }
    }

    /** Something may have happened to it. */
    void look(String dynoId) {
        OneOff oneOff = oneOffs.get(dynoId);
        if (oneOff != null) {
            oneOff.look();
        }
    }

    void lookAtAll() {
        oneOffs.values().forEach(OneOff::look);
    }

    /** Removes those whose clients are cut off now; the others go on. */
    void close() {
        closed = true;
        for (OneOff oneOff : oneOffs.values()) {
            DynoIdentity identity = oneOff.dyno().identity();
            if (identity.kind() == DynoIdentity.Kind.ATTACHED) {
                log.info("Cutting off the client of {}", identity.container());
                engine.discard(identity);
                oneOff.look();
            } else {
                oneOff.forget();
            }
        }
    }
}
