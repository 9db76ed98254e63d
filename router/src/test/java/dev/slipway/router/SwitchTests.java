package dev.slipway.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SwitchTests {

    private static final String HOST = "shop.localhost";

    @TempDir
    Path home;

    @Test
    void aRequestInFlightDuringTheSwitchIsAnsweredByTheOldReleaseWhichThenIsEmpty() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch mayAnswer = new CountDownLatch(1);
        try (FakeControlPlane controlPlane = FakeControlPlane.start();
                TestUpstream v1 = new TestUpstream(wire -> {
                    wire.readHead();
                    arrived.countDown();
                    mayAnswer.await();
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nfrom v1");
                    wire.readHead();
                });
                TestUpstream v2 = TestUpstream.saying("from v2");
                TestRouter router = TestRouter.following(home, controlPlane.uri());
                Wire client = router.connect()) {
            controlPlane.send(new RouteUpdate.Snapshot(7, List.of(route(v1.upstream()))));
            assertThat(controlPlane.awaitReport(report -> report.version() == 7).draining()).isEmpty();
            client.get(HOST, "/slow");
            arrived.await();

            controlPlane.send(new RouteUpdate.Put(8, route(v2.upstream())));
            assertThat(controlPlane.awaitReport(report -> report.version() == 8).draining())
                    .isEqualTo(Map.of(v1.upstream().id(), 1));
            assertThat(router.get(HOST, "/").body()).isEqualTo("from v2");
            mayAnswer.countDown();

            assertThat(client.readResponse().body()).isEqualTo("from v1");
            assertThat(controlPlane.awaitReport(report -> report.draining().isEmpty()).version()).isEqualTo(8);
            assertThat(client.get(HOST, "/").readResponse().body()).isEqualTo("from v2");
        }
    }

    @Test
    void aTunnelCountsAsDrainingUntilItEnds() throws Exception {
        try (FakeControlPlane controlPlane = FakeControlPlane.start();
                TestUpstream chat = UpgradeTests.echo();
                TestRouter router = TestRouter.following(home, controlPlane.uri())) {
            controlPlane.send(new RouteUpdate.Snapshot(1, List.of(route(chat.upstream()))));
            controlPlane.awaitReport(report -> report.version() == 1);
            try (Wire client = router.connect()) {
                UpgradeTests.upgrade(client, HOST);
                controlPlane.send(new RouteUpdate.Remove(2, HOST));
                assertThat(controlPlane.awaitReport(report -> report.version() == 2).draining())
                        .containsEntry(chat.upstream().id(), 1);
                client.send("still\n");
                assertThat(client.readLine()).isEqualTo("still");
            }

            controlPlane.awaitReport(report -> report.draining().isEmpty());
        }
    }

    @Test
    void noRequestIsLostWhileReleasesFollowEachOther() throws Exception {
        try (TestUpstream v1 = TestUpstream.saying("v1");
                TestUpstream v2 = TestUpstream.saying("v2");
                TestRouter router = TestRouter.start(home).route(HOST, v1.upstream());
                Wire client = router.connect()) {
            CompletableFuture<Void> switching = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 200; i++) {
                    router.route(HOST, i % 2 == 0 ? v2.upstream() : v1.upstream());
                }
            }, Thread::startVirtualThread);
            int answered = 0;
            while (!switching.isDone() || answered < 200) {
                assertThat(client.get(HOST, "/" + answered++).readResponse().body()).isIn("v1", "v2");
            }
            switching.get();
        }
    }

    @Test
    void aRouterStartedWithoutItsControlPlaneServesTheTableItHadAndCatchesUpLater() throws Exception {
        try (TestUpstream shop = TestUpstream.saying("still here"); TestUpstream next = TestUpstream.saying("next")) {
            int port;
            try (FakeControlPlane controlPlane = FakeControlPlane.start()) {
                port = controlPlane.port();
                try (TestRouter router = TestRouter.following(home, controlPlane.uri())) {
                    controlPlane.send(new RouteUpdate.Snapshot(41, List.of()));
                    controlPlane.send(new RouteUpdate.Put(42, route(shop.upstream())));
                    controlPlane.awaitReport(report -> report.version() == 42);
                    controlPlane.die();
                    assertThat(router.get(HOST, "/").body()).isEqualTo("still here");
                }
            }
            try (TestRouter restarted = TestRouter.following(home, URI.create("http://127.0.0.1:" + port))) {
                assertThat(restarted.get(HOST, "/").body()).isEqualTo("still here");
                assertThat(restarted.server().table().version()).isEqualTo(42);
                assertThat(restarted.get("localhost", "/").status()).isEqualTo(503);

                try (FakeControlPlane back = FakeControlPlane.start(port)) {
                    back.send(new RouteUpdate.Snapshot(50, List.of(route(next.upstream()))));
                    back.awaitReport(report -> report.version() == 50);
                    assertThat(restarted.get(HOST, "/").body()).isEqualTo("next");
                }
            }
        }
    }

    @Test
    void aStoredTableThatCannotBeReadIsSetAside() throws Exception {
        Files.writeString(home.resolve("routes.json"), "{\"type\":\"snapshot\",\"version\":1,\"rou");

        try (TestRouter router = TestRouter.start(home)) {
            assertThat(router.get(HOST, "/").status()).isEqualTo(404);
        }
        assertThat(home.resolve("routes.json.corrupt")).exists();
        assertThat(home.resolve("routes.json")).doesNotExist();
    }

    @Test
    void stoppingLetsRequestsInFlightEndAndClosesIdleConnections() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch mayAnswer = new CountDownLatch(1);
        try (TestUpstream shop = new TestUpstream(wire -> {
                    wire.readHead();
                    arrived.countDown();
                    mayAnswer.await();
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlast");
                });
                TestRouter router = TestRouter.start(home).route(HOST, shop.upstream());
                Wire busy = router.connect();
                Wire idle = router.connect()) {
            busy.get(HOST, "/");
            arrived.await();
            assertThat(idle.get("nobody.localhost", "/").readResponse().status()).isEqualTo(404);

            CompletableFuture<Integer> cutOff = CompletableFuture.supplyAsync(
                    () -> router.server().stop(Duration.ofSeconds(60)), Thread::startVirtualThread);
            assertThat(idle.isClosedByPeer()).isTrue();
            mayAnswer.countDown();

            assertThat(busy.readResponse().body()).isEqualTo("last");
            assertThat(busy.isClosedByPeer()).isTrue();
            assertThat(cutOff).succeedsWithin(Duration.ofSeconds(60)).isEqualTo(0);
        }
    }

    private static Route route(Upstream... upstreams) {
        return new Route(HOST, "app-key", "shop", Route.Status.SERVING, List.of(upstreams));
    }
}
