package dev.slipway.platform.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.router.Route;
import dev.slipway.router.RouteUpdate;
import dev.slipway.router.RouterReport;
import dev.slipway.router.Upstream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RoutesTests {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SOON = Duration.ofMinutes(1);

    private final Routes routes = new Routes(Clock.systemUTC(), Duration.ZERO);

    @Test
    void noRouterGetsATableThatIsStillBeingPutTogether() {
        assertThatThrownBy(() -> routes.subscribe("r1")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aRouterGetsTheWholeTableAndThenTheChanges() throws InterruptedException {
        publish("a", "d1");
        routes.open();
        try (RouteSubscription router = routes.subscribe("r1")) {
            publish("b", "d2");
            publish("b", "d2");
            routes.publish("a", Optional.empty());
            routes.publish("unknown", Optional.empty());

            assertThat(router.next(Duration.ZERO)).isInstanceOfSatisfying(RouteUpdate.Snapshot.class,
                    snapshot -> assertThat(snapshot.routes()).containsExactly(route("a", "d1")));
            assertThat(router.next(Duration.ZERO)).isInstanceOf(RouteUpdate.Put.class);
            assertThat(router.next(Duration.ZERO)).isInstanceOf(RouteUpdate.Remove.class);
            assertThat(router.next(Duration.ZERO)).isNull();
        }
    }

    @Test
    void aRenamedAppHasOneRouteAndNeverNone() throws InterruptedException {
        publish("a", "d1");
        routes.open();
        try (RouteSubscription router = routes.subscribe("r1")) {
            Route renamed = new Route("z.localhost", "a", "z", Route.Status.NO_RELEASE, List.of());
            routes.publish("a", Optional.of(renamed));

            assertThat(router.next(Duration.ZERO)).isInstanceOf(RouteUpdate.Snapshot.class);
            assertThat(router.next(Duration.ZERO)).isInstanceOfSatisfying(RouteUpdate.Put.class,
                    put -> assertThat(put.route()).isEqualTo(renamed));
            assertThat(router.next(Duration.ZERO)).isInstanceOfSatisfying(RouteUpdate.Remove.class,
                    remove -> assertThat(remove.hostname()).isEqualTo("a.localhost"));
        }
    }

    @Test
    void anAppThatGoesDoesNotTakeTheRouteOfWhoHasItsNameNow() throws InterruptedException {
        publish("a", "d1");
        routes.publish("other", Optional.of(new Route("a.localhost", "other", "a", Route.Status.NO_RELEASE, List.of())));
        routes.publish("a", Optional.empty());
        routes.open();

        try (RouteSubscription router = routes.subscribe("r1")) {
            assertThat(router.next(Duration.ZERO)).isInstanceOfSatisfying(RouteUpdate.Snapshot.class,
                    snapshot -> assertThat(snapshot.routes()).extracting(Route::app).containsExactly("other"));
        }
    }

    @Test
    void aRouterThatIsYetToConnectIsWaitedFor() throws Exception {
        routes.open();
        publish("a", "d1");
        CompletableFuture<Boolean> applied = CompletableFuture.supplyAsync(() -> await(() -> routes.awaitApplied(LONG)));
        try (RouteSubscription router = routes.subscribe("r1")) {
            assertThat(applied).isNotDone();
            routes.report(new RouterReport("r1", snapshotVersion(router), Map.of()));

            assertThat(applied).succeedsWithin(SOON).isEqualTo(true);
        }
    }

    @Test
    void aChangeIsAppliedWhenEveryRouterSaysSo() throws Exception {
        routes.open();
        try (RouteSubscription _ = routes.subscribe("r1"); RouteSubscription two = routes.subscribe("r2")) {
            publish("a", "d1");
            long version = lastVersion(two);
            CompletableFuture<Boolean> applied = CompletableFuture.supplyAsync(() -> await(() -> routes.awaitApplied(LONG)));

            routes.report(new RouterReport("r1", version, Map.of()));
            routes.report(new RouterReport("r2", version - 1, Map.of()));
            assertThat(applied).isNotDone();

            routes.report(new RouterReport("r2", version, Map.of()));
            assertThat(applied).succeedsWithin(SOON).isEqualTo(true);
        }
    }

    @Test
    void anUpstreamIsDrainedWhenNoRouterHasARequestForIt() throws Exception {
        routes.open();
        try (RouteSubscription _ = routes.subscribe("r1")) {
            routes.report(new RouterReport("r1", 1, Map.of("d1", 2)));
            CompletableFuture<Boolean> drained =
                    CompletableFuture.supplyAsync(() -> await(() -> routes.awaitDrained(List.of("d1"), LONG)));
            routes.report(new RouterReport("r1", 1, Map.of("d1", 1)));
            assertThat(drained).isNotDone();

            routes.report(new RouterReport("r1", 1, Map.of()));
            assertThat(drained).succeedsWithin(SOON).isEqualTo(true);
        }
    }

    @Test
    void aRouterThatStaysAwayIsForgotten() throws Exception {
        routes.open();
        RouteSubscription dead = routes.subscribe("r1");
        try (RouteSubscription alive = routes.subscribe("r2")) {
            publish("a", "d1");
            CompletableFuture<Boolean> applied = CompletableFuture.supplyAsync(() -> await(() -> routes.awaitApplied(LONG)));
            routes.report(new RouterReport("r2", lastVersion(alive), Map.of()));
            assertThat(applied).isNotDone();

            dead.close();

            assertThat(applied).succeedsWithin(SOON).isEqualTo(true);
        }
    }

    @Test
    void aRouterThatIsAwayAMomentCounts() throws Exception {
        Routes patient = new Routes(Clock.systemUTC(), LONG);
        patient.open();
        RouteSubscription gone = patient.subscribe("r1");
        gone.close();
        try (RouteSubscription there = patient.subscribe("r2")) {
            patient.report(new RouterReport("r2", snapshotVersion(there), Map.of()));
            assertThat(patient.awaitApplied(Duration.ofMillis(1))).isFalse();

            try (RouteSubscription back = patient.subscribe("r1")) {
                patient.report(new RouterReport("r1", snapshotVersion(back), Map.of()));
                assertThat(patient.awaitApplied(SOON)).isTrue();
            }
        }
    }

    @Test
    void patienceEnds() throws InterruptedException {
        routes.open();
        try (RouteSubscription _ = routes.subscribe("r1")) {
            publish("a", "d1");

            assertThat(routes.awaitApplied(Duration.ofMillis(1))).isFalse();
        }
    }

    private interface Wait {
        boolean run() throws InterruptedException;
    }

    private static boolean await(Wait wait) {
        try {
            return wait.run();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static long lastVersion(RouteSubscription router) throws InterruptedException {
        long version = 0;
        for (RouteUpdate update = router.next(Duration.ZERO); update != null; update = router.next(Duration.ZERO)) {
            version = update instanceof RouteUpdate.Put put ? put.version() : version;
        }
        return version;
    }

    private static long snapshotVersion(RouteSubscription router) throws InterruptedException {
        return router.next(Duration.ZERO) instanceof RouteUpdate.Snapshot snapshot ? snapshot.version() : -1;
    }

    private void publish(String name, String dyno) {
        routes.publish(name, Optional.of(route(name, dyno)));
    }

    private static Route route(String name, String dyno) {
        return new Route(name + ".localhost", name, name, Route.Status.SERVING,
                List.of(new Upstream(dyno, "web.1", "10.0.0.2", 5000)));
    }
}
