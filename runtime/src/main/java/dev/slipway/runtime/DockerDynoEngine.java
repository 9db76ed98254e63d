package dev.slipway.runtime;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Dynos as containers of one Docker Engine. Every dyno has threads of its own; no call waits for another dyno's. */
final class DockerDynoEngine implements DynoEngine {
    private static final Logger log = LoggerFactory.getLogger(DockerDynoEngine.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final int LOWEST_PORT = 10_000;
    private static final int HIGHEST_PORT = 59_999;

    /** A dyno that was up. */
    private record Kept(TrackedDyno dyno, LogFollower output, DynoWatch watch) {}

    private final RuntimeSettings settings;
    private final DynoListener listener;
    private final ContainerApi containers;
    private final DockerHttpClient http;
    private final EventStream events;
    private final DockerOneOffs oneOffs;
    private final DockerServiceEngine services;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private final Map<String, Launch> launching = new ConcurrentHashMap<>();
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Void>> stopping = new ConcurrentHashMap<>();
    /** Containers that could not be removed because Docker was away. */
    private final Map<String, DynoIdentity> leftOver = new ConcurrentHashMap<>();
    private volatile @Nullable AddressPool addresses;
    private volatile boolean closed;

    DockerDynoEngine(DockerClient client, RuntimeSettings settings, DynoListener listener) {
        if (!(client instanceof DockerClientImpl implementation)) {
            throw new IllegalArgumentException("the Docker client must be the one docker-java builds, not a "
                    + client.getClass().getName());
        }
        this.http = implementation.getHttpClient();
        this.settings = settings;
        this.listener = listener;
        this.containers = new ContainerApi(client);
        this.events = new EventStream(client, settings.owner(), this::happened, this::sweep);
        this.oneOffs = new DockerOneOffs(containers, http, settings, listener, new DockerOneOffs.Engine() {
            @Override
            public Optional<DynoIdentity> identity(OneOffSpec spec, DynoIdentity.Kind kind) {
                return pool().take().map(address -> DynoIdentity.of(spec, kind, address, randomPort()));
            }

            @Override
            public String noAddress() {
                return DockerDynoEngine.this.noAddress();
            }

            @Override
            public void discard(DynoIdentity identity) {
                DockerDynoEngine.this.discard(identity);
            }
        });
        this.services = new DockerServiceEngine(containers, http, settings, this::requireOpen);
    }

    @Override
    public synchronized void start(Function<Dyno, Instant> logsSince) {
        if (closed || addresses != null) {
            throw new IllegalStateException("the engine can be started once");
        }
        awaitDocker();
        DynoNetwork network = new DynoNetwork(containers, settings);
        AddressPool pool = network.open();
        containers.onMissingNetwork(network::makeAgain);
        List<Future<Optional<Kept>>> found = containers.list(Map.of(DynoIdentity.OWNER, settings.owner())).stream()
                .filter(container -> !container.getLabels().containsKey(ServiceLabels.SERVICE))
                .map(container -> threads.submit(() -> adopt(container, pool, logsSince))).toList();
        List<Kept> adopted = found.stream().map(Uninterruptibly::get).flatMap(Optional::stream).toList();
        addresses = pool;
        for (Kept dyno : adopted) {
            kept.put(dyno.dyno.identity().id(), dyno);
            dyno.output.start();
            dyno.watch.start();
        }
        events.start();
        log.info("Adopted {} dynos in network {}", adopted.size(), settings.network());
    }

    private void awaitDocker() {
        Duration pause = Duration.ofMillis(100);
        while (true) {
            try {
                containers.ping();
                return;
            } catch (DynoEngineException e) {
                log.warn("Waiting for Docker: {}", e.getMessage());
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted while waiting for Docker");
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private Optional<Kept> adopt(Container container, AddressPool pool, Function<Dyno, Instant> logsSince) {
        DynoIdentity identity;
        try {
            identity = DynoIdentity.fromLabels(container.getLabels());
        } catch (IllegalArgumentException e) {
            log.warn("Container {} carries our owner label but is no dyno: {}", container.getId(), e.getMessage());
            return Optional.empty();
        }
        Optional<ContainerState> found = containers.inspect(identity.container());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        ContainerState state = found.get();
        if (state.running() && state.visited()) {
            threads.execute(() -> endVisits(identity));
        }
        if (identity.kind() == DynoIdentity.Kind.DETACHED && state.startedAt().isAfter(Instant.EPOCH)) {
            oneOffs.adopt(identity, state, logsSince);
            return Optional.empty();
        }
        if (!state.keptRunning()) { // its launch did not finish, its stop had begun, or its client is gone
            log.info("Removing {}, which is half made, or was for a client", identity.container());
            containers.remove(identity.container());
            pool.release(identity.host());
            return Optional.empty();
        }
        TrackedDyno dyno = new TrackedDyno(identity, now(identity, state),
                state.running() ? state.startedAt() : state.finishedAt(), listener);
        return Optional.of(kept(dyno, output(dyno, LogPosition.after(logsSince.apply(dyno.now()))), state));
    }

    /** Whoever was attached inside the dyno went with the platform before. */
    private void endVisits(DynoIdentity identity) {
        try {
            InsideSession.endAll(containers, identity.container());
        } catch (DynoEngineException e) {
            log.warn("Commands in {} go on without their clients: {}", identity.container(), e.getMessage());
        }
    }

    private static DynoState now(DynoIdentity identity, ContainerState state) {
        if (!state.running()) {
            return DynoState.CRASHED;
        }
        return !identity.listens() || TcpProbe.accepts(identity.socket()) ? DynoState.UP : DynoState.STARTING;
    }

    private Kept kept(TrackedDyno dyno, LogFollower output, ContainerState state) {
        return new Kept(dyno, output, new DynoWatch(containers, dyno, output, state, () -> removed(dyno)));
    }

    private LogFollower output(TrackedDyno dyno, LogPosition position) {
        return new LogFollower(http, dyno.identity().container(), position, dyno::wrote);
    }

    @Override
    public LaunchOutcome launch(DynoSpec spec) {
        requireOpen();
        Optional<String> address = pool().take();
        if (address.isEmpty()) {
            return new LaunchOutcome.Refused(noAddress());
        }
        DynoIdentity identity = DynoIdentity.of(spec, UUID.randomUUID().toString(), address.get(), randomPort());
        TrackedDyno dyno = new TrackedDyno(identity, DynoState.STARTING, Instant.now(), listener);
        Launch launch = new Launch(containers, settings, spec, dyno, output(dyno, LogPosition.start()), new Launch.Engine() {
            @Override
            public void up(LogFollower output, ContainerState state) {
                Kept up = kept(dyno, output, state);
                kept.put(identity.id(), up);
                up.watch.start();
            }

            @Override
            public void discard() {
                DockerDynoEngine.this.discard(identity);
            }
        });
        launching.put(identity.id(), launch);
        launch.outcome().completeAsync(() -> {
            try {
                return launch.run();
            } finally {
                launching.remove(identity.id());
            }
        }, threads);
        return await(launch);
    }

    private static int randomPort() {
        return ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT + 1);
    }

    private String noAddress() {
        return "no address is free for it in network " + settings.network() + " (" + settings.subnet()
                + "; one bridge holds " + AddressPool.MOST_DYNOS + " dynos at most); scale something down or add a machine";
    }

    @Override
    public LaunchOutcome run(OneOffSpec spec) {
        requireOpen();
        return oneOffs.run(spec);
    }

    @Override
    public AttachOutcome attach(OneOffSpec spec, Optional<Terminal> terminal) {
        requireOpen();
        return oneOffs.attach(spec, terminal);
    }

    @Override
    public AttachOutcome attachInside(String dynoId, String command, Map<String, String> environment, Terminal terminal) {
        requireOpen();
        Optional<TrackedDyno> dyno = Optional.ofNullable(kept.get(dynoId)).map(Kept::dyno).or(() -> oneOffs.find(dynoId));
        return dyno.map(there -> oneOffs.attachInside(there, command, environment, terminal))
                .orElseGet(() -> new AttachOutcome.Refused("the dyno does not run"));
    }

    private LaunchOutcome await(Launch launch) {
        try {
            return launch.outcome().get();
        } catch (InterruptedException e) {
            launch.cancel();
            try {
                if (Uninterruptibly.get(launch.outcome()) instanceof LaunchOutcome.Up(Dyno dyno)) {
                    Uninterruptibly.get(beginStop(dyno.id(), Duration.ZERO));
                }
            } catch (DynoEngineException failed) {
                log.warn("A launch was interrupted while Docker was away", failed);
            }
            Thread.currentThread().interrupt();
            throw new CancellationException("the launch was interrupted");
        } catch (ExecutionException e) {
            throw Uninterruptibly.cause(e);
        }
    }

    @Override
    public void stop(String dynoId) {
        requireOpen();
        try {
            oneOffs.stop(dynoId);
            Launch launch = launching.get(dynoId);
            if (launch != null) {
                launch.cancel();
                launch.outcome().handle((_, _) -> dynoId).get();
            }
            beginStop(dynoId, settings.stopGrace()).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw Uninterruptibly.cause(e);
        }
    }

    private Future<Void> beginStop(String dynoId, Duration grace) {
        return stopping.computeIfAbsent(dynoId, id -> CompletableFuture.runAsync(() -> {
            try {
                Kept dyno = kept.get(id);
                if (dyno != null) {
                    end(dyno, grace);
                }
            } finally {
                stopping.remove(id);
            }
        }, threads));
    }

    private void end(Kept dyno, Duration grace) {
        DynoIdentity identity = dyno.dyno.identity();
        boolean ran = dyno.watch.quit();
        if (!kept.containsKey(identity.id())) {
            return; // the last thing the watch saw was that somebody else removed it
        }
        try {
            int status = new Stop(containers, identity.container(), grace,
                    () -> dyno.dyno.exitTimedOut(grace)).run();
            dyno.output.finish(Stop.LAST_WORDS);
            if (ran) {
                dyno.dyno.processExited(status);
            }
        } catch (DynoEngineException e) {
            dyno.watch.start();
            throw e;
        }
        kept.remove(identity.id());
        discard(identity);
        dyno.dyno.become(DynoState.DOWN, Instant.now());
    }

    /** Somebody else removed the container of {@code dyno}. */
    private void removed(TrackedDyno dyno) {
        Kept gone = kept.remove(dyno.identity().id());
        if (gone != null) {
            log.warn("{} was removed by somebody else", dyno.identity().container());
            gone.output.close();
            pool().release(dyno.identity().host());
            dyno.become(DynoState.DOWN, Instant.now());
        }
    }

    private void discard(DynoIdentity identity) {
        try {
            containers.remove(identity.container());
            leftOver.remove(identity.id());
            pool().release(identity.host());
        } catch (DynoEngineException e) {
            leftOver.put(identity.id(), identity);
            log.warn("Trying again later: {}", e.getMessage());
        }
    }

    private void happened(Event event) {
        Map<String, String> attributes = Objects.requireNonNull(event.getActor()).getAttributes();
        String id = attributes.getOrDefault(DynoIdentity.DYNO, "");
        oneOffs.look(id);
        Kept dyno = kept.get(id);
        if (dyno == null) {
            return;
        }
        if ("die".equals(event.getAction())) {
            dyno.watch.exited(Integer.parseInt(attributes.getOrDefault("exitCode", "0")) & 0xFF, EventStream.instant(event));
        } else {
            dyno.watch.look();
        }
    }

    private void sweep() {
        kept.values().forEach(dyno -> dyno.watch.look());
        oneOffs.lookAtAll();
        leftOver.values().forEach(this::discard);
    }

    @Override
    public List<Dyno> dynos() {
        // In this order no dyno is missed that is launched meanwhile; the map is for one that is seen twice.
        Map<String, Dyno> dynos = new LinkedHashMap<>();
        launching.values().forEach(launch -> dynos.put(launch.dyno().identity().id(), launch.dyno().now()));
        kept.values().forEach(dyno -> dynos.put(dyno.dyno.identity().id(), dyno.dyno.now()));
        return List.copyOf(dynos.values());
    }

    @Override
    public List<Dyno> oneOffs() {
        return oneOffs.list();
    }

    private AddressPool requireOpen() {
        AddressPool pool = pool();
        if (closed) {
            throw new IllegalStateException("the engine is closed");
        }
        return pool;
    }

    private AddressPool pool() {
        AddressPool pool = addresses;
        if (pool == null) {
            throw new IllegalStateException("the engine is not started");
        }
        return pool;
    }

    @Override
    public ServiceEngine services() {
        return services;
    }

    @Override
    public String gateway() {
        return settings.gateway();
    }

    @Override
    public void close() {
        closed = true;
        events.close();
        oneOffs.close();
        Collection<Launch> unfinished = List.copyOf(launching.values());
        unfinished.forEach(Launch::cancel);
        for (Launch launch : unfinished) {
            Uninterruptibly.await(launch.outcome());
        }
        for (Kept dyno : kept.values()) {
            dyno.watch.quit();
            dyno.output.close();
        }
        threads.shutdown();
    }
}
