package dev.slipway.platform.deploy;

import dev.slipway.platform.app.App;
import dev.slipway.platform.app.Apps;
import dev.slipway.platform.dyno.DynoCommands;
import dev.slipway.platform.formation.FormationChanges;
import dev.slipway.runtime.Dyno;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Keeps every app's dynos and route equal to what is wanted: when asked, when a dyno changes, and every now and then.
 * An app whose dynos do not boot is tried again after a pause that doubles, up to ten minutes.
 */
@Component
class Convergence implements FormationChanges, DynoCommands {

    private static final Logger LOG = LoggerFactory.getLogger(Convergence.class);
    /** A release younger than this may be about to be rolled out by who made it. */
    private static final Duration SETTLE_AFTER = Duration.ofMinutes(2);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(15);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    private record Pause(Duration length, Instant until) {}

    private final Apps apps;
    private final AppLocks locks;
    private final Fleet fleet;
    private final RoutePublisher routes;
    private final RolloutQueue rollouts;
    private final AppUpkeep upkeep;
    private final Clock clock;
    private final Map<UUID, Pause> pauses = new ConcurrentHashMap<>();
    private final Lock looking = new ReentrantLock();
    private volatile boolean started;

    Convergence(Apps apps, AppLocks locks, Fleet fleet, RoutePublisher routes, RolloutQueue rollouts, AppUpkeep upkeep,
                Clock clock) {
        this.apps = apps;
        this.locks = locks;
        this.fleet = fleet;
        this.routes = routes;
        this.rollouts = rollouts;
        this.upkeep = upkeep;
        this.clock = clock;
    }

    /** Called once the dynos that run are known. */
    void start() {
        started = true;
        convergeAll();
    }

    @Override
    public void scaled(App app, Set<String> resized) {
        pauses.remove(app.id());
        Thread.ofVirtual().name("scale " + app.name()).start(() -> {
            try (var _ = locks.rollout(app)) {
                converge(app.id());
                fleet.restart(app, fleet.of(app).stream().filter(dyno -> resized.contains(dyno.type())).toList());
            } catch (RuntimeException e) {
                LOG.error("Dynos could not be scaled, app={}", app.name(), e);
            }
        });
    }

    @Override
    public List<Dyno> of(App app) {
        return fleet.of(app);
    }

    @Override
    public void restart(App app, List<Dyno> dynos) {
        Thread.ofVirtual().name("restart " + app.name()).start(() -> {
            try (var _ = locks.rollout(app)) {
                fleet.restart(app, dynos);
            } catch (RuntimeException e) {
                LOG.error("Dynos could not be restarted, app={}", app.name(), e);
            }
        });
    }

    @EventListener
    void dynoChanged(DynoChanged event) {
        if (started) {
            Thread.ofVirtual().name("route " + event.appKey()).start(
                    () -> routes.publish(UUID.fromString(event.appKey())));
        }
    }

    @Scheduled(fixedDelay = 15, timeUnit = TimeUnit.SECONDS)
    void convergeAll() {
        if (started) {
            rollouts.settle(Instant.now(clock).minus(SETTLE_AFTER));
            upkeep.removeLeftovers();
            List<App> all = apps.all();
            Thread.ofVirtual().name("converge").start(() -> look(all));
        }
    }

    /** One app after another: connections to the database are few, and others are waiting for an answer. */
    private void look(List<App> all) {
        if (!looking.tryLock()) {
            return; // The pass before still goes on.
        }
        try {
            all.forEach(this::look);
        } finally {
            looking.unlock();
        }
    }

    /** Most apps are in line most of the time; launches take long, and need no connection meanwhile. */
    private void look(App app) {
        try {
            if (fleet.inLine(app)) {
                pauses.remove(app.id());
                routes.publish(app.id());
            } else {
                Thread.ofVirtual().name("converge " + app.name()).start(() -> convergeIfFree(app));
            }
        } catch (RuntimeException e) {
            LOG.error("An app is looked at again later, app={}", app.name(), e);
        }
    }

    /** Whoever holds the lock brings the app in line anyway; passes must not queue up before a user's push. */
    private void convergeIfFree(App app) {
        locks.tryRollout(app).ifPresent(held -> {
            try (held) {
                Pause pause = pauses.get(app.id());
                if (pause == null || pause.until().isBefore(Instant.now(clock))) {
                    converge(app.id());
                }
            }
        });
    }

    /** The caller holds the app's rollout lock. */
    private void converge(UUID appId) {
        Optional<App> app = apps.find(appId);
        if (app.isEmpty()) {
            pauses.remove(appId);
            return;
        }
        try {
            if (fleet.converge(app.get())) {
                pauses.remove(appId);
            } else {
                pause(appId);
            }
        } catch (RuntimeException e) {
            LOG.error("Dynos could not be brought in line, app={}", app.get().name(), e);
            pause(appId);
        }
    }

    private void pause(UUID appId) {
        pauses.compute(appId, (_, before) -> {
            Duration length = before == null ? FIRST_PAUSE : before.length().multipliedBy(2);
            Duration bounded = length.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : length;
            return new Pause(bounded, Instant.now(clock).plus(bounded));
        });
    }
}
