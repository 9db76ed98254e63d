package dev.slipway.platform.backing;

import dev.slipway.platform.backing.KeyedLocks.Held;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
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
    private final KeyedLocks<String> locks = new KeyedLocks<>();
    private final Set<String> reviving = ConcurrentHashMap.newKeySet();
    /** How many want to change or remove a service and wait for its lock. */
    private final Map<String, Integer> claims = new ConcurrentHashMap<>();
    /** Revivals that wait for a service to become healthy. */
    private final Map<String, Thread> waiting = new ConcurrentHashMap<>();
    private final Round round = new Round("backing services", this::lookAtAll);

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
     * one that is not, the container is replaced and the data kept. If this fails, nothing is left of a new one, and another one
     * keeps its former design, as which it is made again soon.
     *
     * @throws NotRunnableException if its image is not on this host, or there is no port for it
     * @throws DynoEngineException  if it does not become healthy, or Docker does not answer
     */
    public BackingService run(BackingDesign design) {
        try (Held _ = acquire(design.name())) {
            Optional<BackingDesign> before = records.proven(design.name());
            try {
                Map<Integer, Integer> former = before.isPresent() ? Map.of() : formerPorts(design.name());
                Service service = start(design, records.note(design, former), before.isPresent());
                records.prove(design.name());
                return view(service);
            } catch (RuntimeException e) {
                takeBack(design.name(), before, e);
                throw e instanceof MissingImageException missing ? new UnbuiltImageException(missing.image(), e) : e;
            }
        }
    }

    private void takeBack(String name, Optional<BackingDesign> before, RuntimeException failure) {
        try {
            before.ifPresentOrElse(design -> records.note(design, Map.of()), () -> records.forget(name));
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** Those under which data of this name was reached before this platform's database knew of it. */
    private Map<Integer, Integer> formerPorts(String name) {
        return engine.volumes().stream().filter(volume -> volume.service().equals(name)).findFirst()
                .map(volume -> PortsLabel.read(volume.labels().get(PortsLabel.NAME))).orElse(Map.of());
    }

    private Service start(BackingDesign design, Map<Integer, Integer> ports, boolean proven) {
        Map<Integer, Integer> given = ports;
        Set<Integer> taken = new HashSet<>();
        while (true) {
            try {
                return engine.run(spec(design, given));
            } catch (PortTakenException e) {
                // The port of one that has run stands in URLs that apps have.
                if (proven || !taken.add(e.port())) {
                    throw e;
                }
                given = records.replace(design.name(), taken);
            }
        }
    }

    /** @param given may have more ports than the design, which had them once */
    private ServiceSpec spec(BackingDesign design, Map<Integer, Integer> given) {
        Map<Integer, Integer> ports = new HashMap<>(given);
        ports.keySet().retainAll(design.ports());
        String bind = settings.bind().get();
        List<ServiceSpec.Port> published = design.ports().stream()
                .map(port -> new ServiceSpec.Port(port, bind, ports.get(port))).toList();
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

    /**
     * The service, whether it runs at the moment or not, if its container is made as {@code design} says and reached where
     * {@link #host} is.
     */
    public Optional<BackingService> find(BackingDesign design) {
        return asDesigned(design).map(this::view);
    }

    private Optional<Service> asDesigned(BackingDesign design) {
        Map<Integer, Integer> ports = records.ports(design.name());
        // Without them, it was removed meanwhile.
        return ports.keySet().containsAll(design.ports()) ? engine.find(spec(design, ports)) : Optional.empty();
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
        try (Held _ = acquire(name)) {
            engine.remove(name);
            records.forget(name);
        }
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
     * @throws CancellationException if interrupted: the command is ended
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

    /**
     * Docker restarts what ends. Whose container somebody removed is made again here, from its data; and whose container is
     * otherwise than its design or these settings say: a change was cut short, or the installation has another address now.
     * Returns at once.
     */
    @Scheduled(initialDelayString = "${slipway.addons.retry}", fixedDelayString = "${slipway.addons.retry}")
    public void keepRunning() {
        round.begin();
    }

    private void lookAtAll() {
        records.proven().stream().filter(design -> !runs(design)).map(BackingDesign::name).forEach(this::beginRevival);
    }

    private boolean runs(BackingDesign design) {
        return asDesigned(design).filter(service -> service.state() != ServiceState.EXITED).isPresent();
    }

    /** On a thread of its own: one that never gets healthy keeps it for its whole boot timeout. */
    private void beginRevival(String name) {
        if (reviving.add(name)) {
            Thread.ofVirtual().name("revive " + name).start(() -> revive(name));
        }
    }

    private void revive(String name) {
        try {
            locks.tryAcquire(name).ifPresent(held -> {
                try (held) {
                    // It may have been changed, started or removed since it was looked at.
                    records.proven(name).filter(design -> !runs(design)).ifPresent(this::start);
                }
            });
        } catch (CancellationException e) {
            LOG.info("Backing service is not started because it is changed or removed, service={}", name);
        } catch (RuntimeException e) {
            LOG.error("Backing service cannot be started and is tried again, service={}", name, e);
        } finally {
            reviving.remove(name);
        }
    }

    private void start(BackingDesign design) {
        LOG.warn("Backing service does not run as it should and is started, service={}", design.name());
        Map<Integer, Integer> ports = records.ports(design.name());
        waiting.put(design.name(), Thread.currentThread());
        try {
            if (claims.containsKey(design.name())) {
                throw new CancellationException("somebody changes or removes " + design.name());
            }
            start(design, ports, true);
        } finally {
            waiting.remove(design.name());
        }
    }

    /** For who changes or removes it: a revival that waits gives way. */
    private Held acquire(String name) {
        claims.merge(name, 1, Integer::sum);
        try {
            Optional.ofNullable(waiting.get(name)).ifPresent(Thread::interrupt);
            return locks.acquire(name);
        } finally {
            claims.computeIfPresent(name, (_, claiming) -> claiming == 1 ? null : claiming - 1);
        }
    }

    private BackingService view(Service service) {
        return new BackingService(service.name(), service.address(), records.ports(service.name()));
    }
}
