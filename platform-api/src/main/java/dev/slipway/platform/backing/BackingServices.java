package dev.slipway.platform.backing;

import dev.slipway.runtime.DynoEngineException;
import dev.slipway.runtime.MissingImageException;
import dev.slipway.runtime.PortTakenException;
import dev.slipway.runtime.Service;
import dev.slipway.runtime.ServiceEngine;
import dev.slipway.runtime.ServiceSpec;
import dev.slipway.runtime.ServiceState;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Runs backing services and keeps them running. Safe for use from any thread; call it outside of transactions. */
@Component
public class BackingServices {

    private static final Logger LOG = LoggerFactory.getLogger(BackingServices.class);
    private static final long NANO = 1_000_000_000L;
    private static final int USUAL_SHARE = 1024;

    private final ServiceEngine engine;
    private final BackingRecords records;
    private final BackingSettings settings;
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    BackingServices(ServiceEngine engine, BackingRecords records, BackingSettings settings) {
        this.engine = engine;
        this.records = records;
        this.settings = settings;
    }

    /** What stands in the URLs of all backing services: the same inside dynos and outside. */
    public String host() {
        return settings.host().get();
    }

    /**
     * Makes a service run as the design says, and waits until it is healthy. One that is as it should be is left alone; of
     * one that is not, the container is replaced and the data kept.
     *
     * @throws UnbuiltImageException if its image is not on this host
     * @throws DynoEngineException   if it does not become healthy; of a new one nothing is left then
     * @throws IllegalStateException if there is no port for it
     */
    public BackingService run(BackingDesign design) {
        try (Held _ = lock(design.name())) {
            boolean proven = records.isProven(design.name());
            try {
                Service service = start(design, records.note(design, formerPorts(design.name())), proven);
                records.prove(design.name());
                return view(service);
            } catch (RuntimeException e) {
                if (!proven) {
                    records.forget(design.name());
                }
                throw e instanceof MissingImageException missing ? new UnbuiltImageException(missing.image(), e) : e;
            }
        }
    }

    /** Those under which data of this name was reached before this platform's database knew of it. */
    private Map<Integer, Integer> formerPorts(String name) {
        return engine.volumes().stream().filter(volume -> volume.service().equals(name)).findFirst()
                .map(volume -> PortsLabel.read(volume.labels().get(PortsLabel.NAME))).orElse(Map.of());
    }

    private Service start(BackingDesign design, Map<Integer, Integer> ports, boolean proven) {
        Map<Integer, Integer> given = ports;
        while (true) {
            try {
                return engine.run(spec(design, given));
            } catch (PortTakenException e) {
                if (proven) {
                    throw e; // the port stands in URLs that apps have
                }
                given = records.replace(design.name(), e.port());
            }
        }
    }

    private ServiceSpec spec(BackingDesign design, Map<Integer, Integer> ports) {
        String bind = settings.bind().get();
        List<ServiceSpec.Port> published = design.ports().stream()
                .map(port -> new ServiceSpec.Port(port, bind, ports.getOrDefault(port, port))).toList();
        Map<String, String> labels = new HashMap<>(design.labels());
        labels.put(PortsLabel.NAME, PortsLabel.write(ports));
        return new ServiceSpec(design.name(), design.image(), Optional.empty(), design.command(), design.environment(), List.of(),
                published, Optional.of(design.mount()).filter(path -> !path.isEmpty()),
                new ServiceSpec.Limits(design.memoryBytes(), Math.round(design.cpus() * NANO), USUAL_SHARE, design.processes()),
                design.health(), design.bootTimeout(), labels);
    }

    /** The service, whether it runs at the moment or not; empty if there is none, or it has no container at the moment. */
    public Optional<BackingService> find(String name) {
        return engine.find(name).map(this::view);
    }

    /** Names of all that run, also of those that this platform's database does not know. */
    public List<String> running() {
        return engine.all().stream().filter(service -> service.state() != ServiceState.EXITED).map(Service::name).toList();
    }

    /** What a service was made by; empty if there is none. */
    public Optional<BackingDesign> design(String name) {
        return records.design(name);
    }

    /** Removes a service with all its data. Nothing where there is none. */
    public void remove(String name) {
        try (Held _ = lock(name)) {
            engine.remove(name);
            records.forget(name);
        }
    }

    /** The last lines that a service wrote. */
    public List<String> tail(String name, int lines) {
        return engine.tail(name, lines);
    }

    /**
     * Runs a command inside a service, as its user, and returns when it has ended. Output of any size is passed on as fast as it
     * is taken.
     *
     * @param argv        what to run; no shell is between
     * @param environment variables beside those of the service, seen in no list of processes
     * @param limit       how long it may take
     * @return its exit status
     * @throws IOException         if {@code in} cannot be read, or {@code out} or {@code err} not be written; the command is ended
     * @throws DynoEngineException if there is no such service, or the command took too long and was ended
     * @throws java.util.concurrent.CancellationException if interrupted: the command is ended
     */
    public int exec(String name, List<String> argv, Map<String, String> environment, InputStream in, OutputStream out,
                    OutputStream err, Duration limit) throws IOException {
        return engine.exec(name, argv, environment, in, out, err, limit);
    }

    /** As the other one, for a command that reads no input. */
    public int exec(String name, List<String> argv, Map<String, String> environment, OutputStream out, OutputStream err,
                    Duration limit) throws IOException {
        return engine.exec(name, argv, environment, out, err, limit);
    }

    /** Docker restarts what ends; whose container somebody removed is made again here, from its data. */
    @Scheduled(initialDelayString = "${slipway.addons.retry}", fixedDelayString = "${slipway.addons.retry}")
    void keepRunning() {
        records.proven().stream().filter(design -> !runs(design)).forEach(design ->
                Thread.ofVirtual().name("revive " + design.name()).start(() -> revive(design)));
    }

    private boolean runs(BackingDesign design) {
        return engine.find(design.name()).filter(service -> service.state() != ServiceState.EXITED).isPresent();
    }

    private void revive(BackingDesign design) {
        try (Held _ = lock(design.name())) {
            // It may have been removed, or started, while this waited.
            if (records.isProven(design.name()) && !runs(design)) {
                LOG.warn("Backing service does not run and is started, service={}", design.name());
                start(design, records.ports(design.name()), true);
            }
        } catch (RuntimeException e) {
            LOG.error("Backing service cannot be started and is tried again, service={}", design.name(), e);
        }
    }

    private BackingService view(Service service) {
        return new BackingService(service.name(), service.address(), records.ports(service.name()));
    }

    /** A lock to be given back at the end of a block. */
    private interface Held extends AutoCloseable {
        @Override
        void close();
    }

    private Held lock(String name) {
        ReentrantLock lock = locks.computeIfAbsent(name, _ -> new ReentrantLock());
        lock.lock();
        return lock::unlock;
    }
}
