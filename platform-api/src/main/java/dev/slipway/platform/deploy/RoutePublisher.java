package dev.slipway.platform.deploy;

import dev.slipway.platform.route.Routes;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Publishes each app's route. */
@Component
class RoutePublisher {

    /** Apps that share a lock by chance wait for each other; a lock for all would make one app wait for hundreds. */
    private static final int TURNS = 64;

    private final List<Lock> turns = Stream.<Lock>generate(ReentrantLock::new).limit(TURNS).toList();
    private final RoutePlan plan;
    private final Routes routes;

    RoutePublisher(RoutePlan plan, Routes routes) {
        this.plan = plan;
        this.routes = routes;
    }

    /** Publishes what is true now. One at a time for an app, so that what was read first is never published last. */
    void publish(UUID appId) {
        Lock turn = turns.get(Math.floorMod(appId.hashCode(), TURNS));
        turn.lock();
        try {
            routes.publish(appId.toString(), plan.of(appId));
        } finally {
            turn.unlock();
        }
    }
}
