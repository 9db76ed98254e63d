package dev.slipway.runtime;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.transport.DockerHttpClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Services as containers of one Docker Engine, each with a volume of the same name. */
final class DockerServiceEngine implements ServiceEngine {
    private static final Logger log = LoggerFactory.getLogger(DockerServiceEngine.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration HEALTH_LIMIT = Duration.ofSeconds(10);
    private static final int LAST_LINES = 20;
    // 20.10 to 29: "Bind for 0.0.0.0:80 failed: port is already allocated", "listen tcp4 0.0.0.0:80: bind: address already
    // in use", "failed to bind host port for 0.0.0.0:80:10.80.0.2:80/tcp: address already in use".
    private static final Pattern TAKEN = Pattern.compile("port is already allocated|address already in use");
    private static final Pattern TAKEN_PORT =
            Pattern.compile("(?:Bind for|listen tcp[46]?|bind host port(?: for)?) \\S*?:(\\d+)");

    private final ContainerApi containers;
    private final DockerHttpClient http;
    private final RuntimeSettings settings;
    private final Supplier<AddressPool> addresses;
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    /** @param addresses throws {@link IllegalStateException} while the engine is not open */
    DockerServiceEngine(ContainerApi containers, DockerHttpClient http, RuntimeSettings settings,
                        Supplier<AddressPool> addresses) {
        this.containers = containers;
        this.http = http;
        this.settings = settings;
        this.addresses = addresses;
    }

    @Override
    public Service run(ServiceSpec spec) {
        AddressPool pool = addresses.get();
        return alone(spec.name(), () -> {
            String container = container(spec.name());
            Optional<InspectContainerResponse> existing = inspect(container);
            boolean nothingBefore = existing.isEmpty() && volume(container).isEmpty();
            boolean healthy = false;
            try {
                boolean fits = existing.isPresent() && fits(existing.get(), spec);
                if (!fits) {
                    replace(existing, spec, container, pool);
                }
                start(spec, container);
                Service service = awaitHealthy(spec, container, !fits);
                healthy = true;
                return service;
            } finally {
                if (!healthy && nothingBefore) {
                    discard(container, pool);
                }
            }
        });
    }

    private boolean fits(InspectContainerResponse existing, ServiceSpec spec) {
        return isMadeFrom(existing, spec)
                // An image that was removed behind a running service's back is no reason to end the service.
                && imageId(spec.image()).map(id -> id.equals(existing.getImageId())).orElse(true);
    }

    private boolean isMadeFrom(InspectContainerResponse existing, ServiceSpec spec) {
        return ServiceLabels.fingerprint(spec, settings).equals(labels(existing).get(ServiceLabels.FINGERPRINT));
    }

    private void replace(Optional<InspectContainerResponse> existing, ServiceSpec spec, String container, AddressPool pool) {
        if (imageId(spec.image()).isEmpty()) {
            throw new MissingImageException(spec.toString(), spec.image());
        }
        if (spec.user().isEmpty() && Blueprint.isRoot(containers.imageUser(spec.image()))) {
            throw new DynoEngineException("run", spec.toString(), "the image runs as root; name another user", null);
        }
        existing.ifPresent(_ -> {
            log.info("Replacing {}", container);
            end(container);
        });
        Optional<String> before = existing.map(old -> labels(old).get(DynoIdentity.ADDRESS));
        String address = before.filter(Subnet.parse(settings.subnet())::contains).or(pool::take)
                .orElseThrow(() -> new DynoEngineException("run", spec.toString(), "all addresses of the dynos' network "
                        + settings.subnet() + " are taken", null));
        boolean created = false;
        try {
            spec.volume().ifPresent(_ -> createVolume(spec, container));
            containers.create(container, ServiceBlueprint.of(containers.client(), settings, spec, container, address));
            created = true;
        } finally {
            if (!created) {
                pool.release(address);
            }
        }
        if (!spec.files().isEmpty()) {
            containers.call("hand files to", container, () -> containers.client().copyArchiveToContainerCmd(container)
                    .withRemotePath("/").withTarInputStream(ServiceBlueprint.files(spec)).exec());
        }
    }

    /** Gives the process time to end by itself, and removes the container. */
    private void end(String container) {
        containers.call("stop", container, () -> {
            try {
                return containers.client().stopContainerCmd(container).withTimeout(ServiceBlueprint.STOP_SECONDS).exec();
            } catch (NotFoundException | NotModifiedException e) {
                return null; // it has ended
            }
        });
        containers.remove(container);
    }

    private void createVolume(ServiceSpec spec, String volume) {
        if (volume(volume).isEmpty()) {
            containers.call("create", "volume " + volume, () -> containers.client().createVolumeCmd().withName(volume)
                    .withLabels(ServiceLabels.ofVolume(spec, settings.owner())).exec());
        }
    }

    private void start(ServiceSpec spec, String container) {
        try {
            containers.start(container);
        } catch (DynoEngineException e) {
            String message = String.valueOf(e.getMessage());
            if (!spec.ports().isEmpty() && TAKEN.matcher(message).find()) {
                Matcher port = TAKEN_PORT.matcher(message);
                throw new PortTakenException(spec.toString(),
                        port.find() ? Integer.parseInt(port.group(1)) : spec.ports().getFirst().host(), e);
            }
            throw e;
        }
    }

    /** @param fresh whether the container was made just now; then the first end of its process is a failure */
    private Service awaitHealthy(ServiceSpec spec, String container, boolean fresh) {
        long start = System.nanoTime();
        for (Duration pause = FIRST_PAUSE; ; pause = longer(pause)) {
            Service service = look(container).orElseThrow(() -> new DynoEngineException("run", spec.toString(),
                    "somebody removed its container while it started", null));
            if (service.state() != ServiceState.EXITED && isHealthy(spec, service, container)) {
                return look(container).filter(now -> now.startedAt().equals(service.startedAt()))
                        .orElseThrow(() -> unhealthy(spec, container, "it ended in the moment when it was healthy"));
            }
            if (service.state() == ServiceState.EXITED && fresh) {
                throw unhealthy(spec, container, "it ended before it was healthy");
            }
            if (System.nanoTime() - start >= spec.bootTimeout().toNanos()) {
                throw unhealthy(spec, container, "it was not healthy within " + spec.bootTimeout());
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted while " + spec + " started");
            }
        }
    }

    private boolean isHealthy(ServiceSpec spec, Service service, String container) {
        if (spec.health().isEmpty()) {
            return service.state() == ServiceState.HEALTHY;
        }
        try {
            return new ServiceExec(containers, http, container, Map.of()).run(spec.health(), null,
                    OutputStream.nullOutputStream(), OutputStream.nullOutputStream(), HEALTH_LIMIT) == 0;
        } catch (DynoEngineException e) {
            return false; // it has just ended, or its health command takes for ever
        } catch (IOException e) {
            throw new UncheckedIOException("the null stream is always writable", e);
        }
    }

    private DynoEngineException unhealthy(ServiceSpec spec, String container, String reason) {
        return new DynoEngineException("run", spec.toString(), reason + "; the end of its log:\n"
                + String.join("\n", lastLines(container, LAST_LINES)), null);
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    private void discard(String container, AddressPool pool) {
        try {
            erase(container, pool);
        } catch (DynoEngineException e) {
            log.warn("{} is left behind, of a service that could not be run: {}", container, e.getMessage());
        }
    }

    @Override
    public Optional<Service> find(String name) {
        addresses.get();
        return look(container(name));
    }

    @Override
    public Optional<Service> find(ServiceSpec spec) {
        addresses.get();
        return inspect(container(spec.name())).filter(existing -> isMadeFrom(existing, spec)).map(DockerServiceEngine::service);
    }

    private Optional<Service> look(String container) {
        return inspect(container).map(DockerServiceEngine::service);
    }

    @Override
    public List<Service> all() {
        addresses.get();
        return containers.list(Map.of(DynoIdentity.OWNER, settings.owner())).stream()
                .filter(container -> container.getLabels().containsKey(ServiceLabels.SERVICE))
                .flatMap(container -> look(container.getId()).stream())
                .sorted(Comparator.comparing(Service::name)).toList();
    }

    private static Service service(InspectContainerResponse inspected) {
        Map<String, String> labels = labels(inspected);
        ContainerState state = ContainerState.of(inspected);
        String address = label(labels, DynoIdentity.ADDRESS);
        return new Service(label(labels, ServiceLabels.SERVICE), address,
                state.running() ? running(address, labels.get(ServiceLabels.PORT)) : ServiceState.EXITED,
                ServiceLabels.specified(labels), Objects.requireNonNullElse(inspected.getConfig().getImage(), ""),
                state.startedAt());
    }

    private static ServiceState running(String address, @Nullable String port) {
        return port == null || TcpProbe.accepts(new InetSocketAddress(address, Integer.parseInt(port)))
                ? ServiceState.HEALTHY : ServiceState.RUNNING;
    }

    private static String label(Map<String, String> labels, String name) {
        return Objects.requireNonNull(labels.get(name), () -> "a service's container without the label " + name);
    }

    private static Map<String, String> labels(InspectContainerResponse inspected) {
        return Objects.requireNonNullElse(inspected.getConfig().getLabels(), Map.of());
    }

    @Override
    public List<ServiceVolume> volumes() {
        addresses.get();
        List<InspectVolumeResponse> found = containers.call("list", "volumes", () -> containers.client().listVolumesCmd()
                .withFilter("label", List.of(DynoIdentity.OWNER + "=" + settings.owner())).exec().getVolumes());
        return Objects.requireNonNullElse(found, List.<InspectVolumeResponse>of()).stream()
                .map(volume -> Objects.requireNonNullElse(volume.getLabels(), Map.<String, String>of()))
                .filter(labels -> labels.containsKey(ServiceLabels.SERVICE))
                .map(labels -> new ServiceVolume(label(labels, ServiceLabels.SERVICE), ServiceLabels.specified(labels)))
                .sorted(Comparator.comparing(ServiceVolume::service)).toList();
    }

    @Override
    public void remove(String name) {
        AddressPool pool = addresses.get();
        String container = container(name);
        alone(name, () -> {
            erase(container, pool);
            return null;
        });
    }

    private void erase(String container, AddressPool pool) {
        Optional<String> address = inspect(container).map(found -> label(labels(found), DynoIdentity.ADDRESS));
        containers.remove(container);
        address.ifPresent(pool::release);
        containers.call("remove", "volume " + container, () -> {
            try {
                return containers.client().removeVolumeCmd(container).exec();
            } catch (NotFoundException e) {
                return null;
            }
        });
    }

    @Override
    public List<String> tail(String name, int lines) {
        addresses.get();
        return lastLines(container(name), lines);
    }

    private List<String> lastLines(String container, int lines) {
        return containers.call("read the log of", container, () -> {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            try (var frames = new ResultCallback.Adapter<Frame>() {
                @Override
                public void onNext(Frame frame) {
                    text.writeBytes(frame.getPayload());
                }
            }) {
                containers.client().logContainerCmd(container).withStdOut(true).withStdErr(true).withTail(lines).exec(frames)
                        .awaitCompletion(ContainerApi.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException("the engine's own threads are not interrupted", e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return text.toString(StandardCharsets.UTF_8).lines().toList();
        });
    }

    @Override
    public int exec(String name, List<String> argv, Map<String, String> environment, InputStream in, OutputStream out,
                    OutputStream err, Duration limit) throws IOException {
        addresses.get();
        return new ServiceExec(containers, http, container(name), environment).run(argv, in, out, err, limit);
    }

    @Override
    public int exec(String name, List<String> argv, Map<String, String> environment, OutputStream out, OutputStream err,
                    Duration limit) throws IOException {
        addresses.get();
        return new ServiceExec(containers, http, container(name), environment).run(argv, null, out, err, limit);
    }

    /** The name of a service's container and of its volume. */
    private String container(String name) {
        if (!name.matches(ServiceSpec.NAME)) {
            throw new IllegalArgumentException("not a service's name: " + name);
        }
        return settings.owner() + "-service-" + name;
    }

    private Optional<InspectContainerResponse> inspect(String container) {
        return containers.call("inspect", container, () -> {
            try {
                return Optional.of(containers.client().inspectContainerCmd(container).exec());
            } catch (NotFoundException e) {
                return Optional.empty();
            }
        });
    }

    private Optional<InspectVolumeResponse> volume(String volume) {
        return containers.call("inspect", "volume " + volume, () -> {
            try {
                return Optional.of(containers.client().inspectVolumeCmd(volume).exec());
            } catch (NotFoundException e) {
                return Optional.empty();
            }
        });
    }

    private Optional<String> imageId(String image) {
        return containers.call("find", "image " + image, () -> {
            try {
                return Optional.ofNullable(containers.client().inspectImageCmd(image).exec().getId());
            } catch (NotFoundException e) {
                return Optional.empty();
            }
        });
    }

    private <T extends @Nullable Object> T alone(String name, Supplier<T> action) {
        ReentrantLock lock = locks.computeIfAbsent(name, _ -> new ReentrantLock());
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for another action on service " + name);
        }
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
