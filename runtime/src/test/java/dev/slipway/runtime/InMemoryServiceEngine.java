package dev.slipway.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;

/** Services without containers, for tests of what uses them: healthy at once, and a command in them does what a test says. */
@NullMarked
public final class InMemoryServiceEngine implements ServiceEngine {

    /** What a command in a service does. */
    @FunctionalInterface
    public interface Program {
        /** @return its exit status */
        int run(ServiceSpec service, List<String> argv, Map<String, String> environment, InputStream in, OutputStream out,
                OutputStream err) throws IOException;
    }

    private static final class Stall {

        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch over = new CountDownLatch(1);

        private void await(ServiceSpec spec) {
            reached.countDown();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted while " + spec + " started");
            }
        }
    }

    private final Map<String, ServiceSpec> specs = new ConcurrentHashMap<>();
    private final Map<String, ServiceVolume> volumes = new ConcurrentHashMap<>();
    private final Map<String, Program> programs = new ConcurrentHashMap<>();
    private final Map<String, String> refusals = new ConcurrentHashMap<>();
    private final Set<String> lost = ConcurrentHashMap.newKeySet();
    private final Map<String, Stall> stalls = new ConcurrentHashMap<>();
    private final Set<Integer> taken = ConcurrentHashMap.newKeySet();

    /** From now on commands whose first word is {@code command} do this; all others end at once with status 0. */
    public InMemoryServiceEngine program(String command, Program program) {
        programs.put(command, program);
        return this;
    }

    /** From now on no service of {@code image} becomes healthy. */
    public InMemoryServiceEngine refuse(String image, String reason) {
        refusals.put(image, reason);
        return this;
    }

    /** From now on {@code image} is not on this host. */
    public InMemoryServiceEngine lose(String image) {
        lost.add(image);
        return this;
    }

    /** From now on whoever runs a service of {@code image} waits for {@link #goOn}. */
    public InMemoryServiceEngine stall(String image) {
        stalls.put(image, new Stall());
        return this;
    }

    /** Returns when somebody runs a service of {@code image}, which {@link #stall}s. */
    public void awaitRun(String image) throws InterruptedException {
        if (!stalls.get(image).reached.await(60, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody runs a service of " + image);
        }
    }

    /** Ends a {@link #stall}. */
    public void goOn(String image) {
        stalls.remove(image).over.countDown();
    }

    /** From now on nothing can be published on {@code port}. */
    public InMemoryServiceEngine take(int port) {
        taken.add(port);
        return this;
    }

    /** With what the service of this name was run last; empty when it has no container. */
    public Optional<ServiceSpec> spec(String name) {
        return Optional.ofNullable(specs.get(name));
    }

    /** All containers are gone, and the volumes are there: what {@code docker system prune} leaves. */
    public void loseContainers() {
        specs.clear();
    }

    @Override
    public Service run(ServiceSpec spec) {
        spec.ports().stream().map(ServiceSpec.Port::host).filter(taken::contains).findFirst().ifPresent(port -> {
            throw new PortTakenException(spec.toString(), port, new IllegalStateException("taken by a test"));
        });
        String reason = refusals.get(spec.image());
        if (reason != null) {
            throw new DynoEngineException("run", spec.toString(), reason, null);
        }
        if (lost.contains(spec.image())) {
            throw new MissingImageException(spec.toString(), spec.image());
        }
        Optional.ofNullable(stalls.get(spec.image())).ifPresent(stall -> stall.await(spec));
        specs.put(spec.name(), spec);
        if (spec.volume().isPresent()) {
            volumes.putIfAbsent(spec.name(), new ServiceVolume(spec.name(), spec.labels()));
        }
        return service(spec);
    }

    private static Service service(ServiceSpec spec) {
        return new Service(spec.name(), "127.0.0.1", ServiceState.HEALTHY, spec.labels(), spec.image(), Instant.EPOCH);
    }

    @Override
    public Optional<Service> find(String name) {
        return spec(name).map(InMemoryServiceEngine::service);
    }

    @Override
    public Optional<Service> find(ServiceSpec spec) {
        return spec(spec.name()).filter(spec::equals).map(InMemoryServiceEngine::service);
    }

    @Override
    public List<Service> all() {
        return specs.values().stream().map(InMemoryServiceEngine::service).sorted(Comparator.comparing(Service::name)).toList();
    }

    @Override
    public List<ServiceVolume> volumes() {
        return volumes.values().stream().sorted(Comparator.comparing(ServiceVolume::service)).toList();
    }

    @Override
    public void remove(String name) {
        specs.remove(name);
        volumes.remove(name);
    }

    @Override
    public List<String> tail(String name, int lines) {
        require(name);
        return List.of();
    }

    @Override
    public int exec(String name, List<String> argv, Map<String, String> environment, InputStream in, OutputStream out,
                    OutputStream err, Duration limit) throws IOException {
        return programs.getOrDefault(argv.getFirst(), (_, _, _, _, _, _) -> 0)
                .run(require(name), argv, environment, in, out, err);
    }

    @Override
    public int exec(String name, List<String> argv, Map<String, String> environment, OutputStream out, OutputStream err,
                    Duration limit) throws IOException {
        return exec(name, argv, environment, InputStream.nullInputStream(), out, err, limit);
    }

    private ServiceSpec require(String name) {
        return spec(name).orElseThrow(() -> new DynoEngineException("use", "service " + name, "there is no such service", null));
    }
}
