package dev.slipway.platform.deploy;

import dev.slipway.platform.app.App;
import dev.slipway.platform.log.AppLogs;
import dev.slipway.platform.route.Routes;
import dev.slipway.runtime.Dyno;
import dev.slipway.runtime.DynoEngine;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Takes dynos out of service: no new requests, those in flight end, then SIGTERM and so on. Safe to be told twice.
 * A dyno whose retirement a crash of the platform cut short is found surplus, and retired, by the next convergence.
 */
@Component
class Retirement {

    private static final Logger LOG = LoggerFactory.getLogger(Retirement.class);

    private final DynoEngine engine;
    private final Routes routes;
    private final AppLogs logs;
    private final DeploySettings settings;
    private final Set<String> announced = ConcurrentHashMap.newKeySet();
    private final Set<String> draining = ConcurrentHashMap.newKeySet();

    Retirement(DynoEngine engine, Routes routes, AppLogs logs, DeploySettings settings) {
        this.engine = engine;
        this.routes = routes;
        this.logs = logs;
        this.settings = settings;
    }

    /** From now on these are not counted among the app's dynos; the caller publishes the route without them. */
    void announce(List<Dyno> dynos) {
        dynos.forEach(dyno -> announced.add(dyno.id()));
    }

    /** Takes an announcement back: the route still leads to them. */
    void keep(List<Dyno> dynos) {
        dynos.forEach(dyno -> announced.remove(dyno.id()));
    }

    boolean includes(Dyno dyno) {
        return announced.contains(dyno.id());
    }

    /** Returns at once; each dyno is stopped when its last request ended, or when the drain time is over. */
    void drainAndStop(App app, List<Dyno> dynos) {
        List<Dyno> fresh = dynos.stream().filter(dyno -> draining.add(dyno.id())).toList();
        if (!fresh.isEmpty()) {
            Thread.ofVirtual().name("drain " + app.name()).start(() -> drainAndStop(fresh));
        }
    }

    private void drainAndStop(List<Dyno> dynos) {
        try {
            if (!routes.awaitApplied(settings.drain())) {
                LOG.warn("Not every router has moved to the latest routes after {}; going on", settings.drain());
            }
            routes.awaitDrained(dynos.stream().map(Dyno::id).toList(), settings.drain());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        stop(dynos);
    }

    /** Stops these dynos, all at once, and waits for their end. */
    void stop(List<Dyno> dynos) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            dynos.forEach(dyno -> threads.submit(() -> stop(dyno)));
        }
    }

    private void stop(Dyno dyno) {
        try {
            logs.platform(dyno.app(), dyno.name(), "Stopping all processes with SIGTERM");
            engine.stop(dyno.id());
        } catch (RuntimeException e) {
            LOG.warn("Dyno {} could not be stopped; the next convergence tries again", dyno.id(), e);
        } finally {
            announced.remove(dyno.id());
            draining.remove(dyno.id());
        }
    }
}
