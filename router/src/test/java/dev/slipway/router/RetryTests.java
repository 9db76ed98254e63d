package dev.slipway.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetryTests {

    private static final String HOST = "shop.localhost";

    @TempDir
    Path home;

    @Test
    void aGetThatMeetsAConnectionClosedByTheDynoIsSentAgain() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (TestUpstream shop = closesOnSecondRequest(requests);
                TestRouter router = TestRouter.start(home).route(HOST, shop.upstream());
                Wire client = router.connect()) {
            assertThat(client.get(HOST, "/1").readResponse().body()).isEqualTo("ok");
            assertThat(client.get(HOST, "/2").readResponse().body()).isEqualTo("ok");

            assertThat(shop.connectionsAccepted()).isEqualTo(2);
            assertThat(requests).hasValue(3);
        }
    }

    @Test
    void aPostNeverRidesOnAKeptConnectionAndIsNeverSentTwice() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (TestUpstream shop = closesOnSecondRequest(requests);
                TestRouter router = TestRouter.start(home).route(HOST, shop.upstream());
                Wire client = router.connect()) {
            client.get(HOST, "/1").readResponse();

            client.send("POST /2 HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 2\r\n\r\nhi");

            assertThat(client.readResponse().body()).isEqualTo("ok");
            assertThat(shop.connectionsAccepted()).isEqualTo(2);
            assertThat(requests).hasValue(2);
        }
    }

    @Test
    void aDynoThatHangsUpOnAFreshConnectionIsNotAskedAgain() throws Exception {
        try (TestUpstream shop = new TestUpstream(Wire::readHead);
                TestRouter router = TestRouter.start(home).route(HOST, shop.upstream())) {
            Wire.Response page = router.get(HOST, "/");

            assertThat(page.status()).isEqualTo(503);
            assertThat(page.body()).contains("H13");
            assertThat(shop.connectionsAccepted()).isEqualTo(1);
        }
    }

    @Test
    void aDynoThatHangsUpWithinTheHeadIsH13() {
        try (TestUpstream shop = new TestUpstream(wire -> {
                    wire.readHead();
                    wire.send("HTTP/1.1 200 OK\r\nContent-Le");
                });
                TestRouter router = TestRouter.start(home).route(HOST, shop.upstream())) {
            assertThat(router.get(HOST, "/").body()).contains("H13");
        }
    }

    @Test
    void anAnswerThatIsNotHttpIsH17() {
        try (TestUpstream shop = TestUpstream.responding("hello, I am not HTTP\r\n\r\n");
                TestRouter router = TestRouter.start(home).route(HOST, shop.upstream())) {
            assertThat(router.get(HOST, "/").body()).contains("H17");
        }
    }

    @Test
    void aDynoThatHangsUpDuringTheRequestIsH18() {
        try (TestUpstream shop = new TestUpstream(wire -> {
                    wire.readHead();
                    wire.reset();
                });
                TestRouter router = TestRouter.start(home).route(HOST, shop.upstream());
                Wire client = router.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 10\r\n\r\nabc");

            Wire.Response page = client.readResponse();

            assertThat(page.status()).isEqualTo(503);
            assertThat(page.body()).contains("H18");
        }
    }

    @Test
    void aBodyCutShortByTheDynoIsCutShortForTheClient() throws Exception {
        try (TestUpstream shop = new TestUpstream(wire -> {
                    wire.readHead();
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npartial");
                });
                TestRouter router = TestRouter.start(home).route(HOST, shop.upstream());
                Wire client = router.connect()) {
            client.get(HOST, "/").readHead();

            assertThat(client.readToEnd()).isEqualTo("partial");
        }
    }

    @Test
    void aDynoThatRefusesIsLeftOutWhileOthersAnswer() {
        Upstream dead = new Upstream("dead", "web.1", "127.0.0.1", TestRouter.unusedPort());
        try (TestUpstream alive = TestUpstream.saying("alive");
                TestRouter router = TestRouter.start(home).route(HOST, dead, alive.upstream())) {
            for (int i = 0; i < 20; i++) {
                assertThat(router.get(HOST, "/").body()).isEqualTo("alive");
            }
        }
    }

    @Test
    void anAppWhoseOnlyDynoRefusesIsH21() {
        Upstream dead = new Upstream("dead", "web.1", "127.0.0.1", TestRouter.unusedPort());
        try (TestRouter router = TestRouter.start(home).route(HOST, dead)) {
            Wire.Response page = router.get(HOST, "/");

            assertThat(page.status()).isEqualTo(503);
            assertThat(page.body()).contains("H21");
        }
    }

    @Test
    void aRequestForADynoThatIsRestartingWaitsForIt() throws Exception {
        int port = TestRouter.unusedPort();
        Timings timings = TestRouter.withPauses(
                Duration.ofMillis(500), Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(10));
        try (TestRouter router = TestRouter.start(home, timings)
                        .route(HOST, new Upstream("late", "web.1", "127.0.0.1", port));
                Wire client = router.connect()) {
            client.get(HOST, "/");
            try (ServerSocket late = new ServerSocket(port, 10, InetAddress.getLoopbackAddress())) {
                late.setSoTimeout(60_000);
                try (Socket accepted = late.accept(); Wire dyno = new Wire(accepted)) {
                    dyno.readHead();
                    dyno.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nback");

                    assertThat(client.readResponse().body()).isEqualTo("back");
                }
            }
        }
    }

    @Test
    void aRequestWhoseDynoIsGoneFollowsItsAppToTheNextRelease() throws Exception {
        Upstream dead = new Upstream("dead", "web.1", "127.0.0.1", TestRouter.unusedPort());
        Timings slow = TestRouter.withPauses(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(10));
        try (TestUpstream next = TestUpstream.saying("next release");
                TestRouter router = TestRouter.start(home, slow).route(HOST, dead);
                Wire client = router.connect()) {
            client.get(HOST, "/");
            router.route(HOST, next.upstream());

            assertThat(client.readResponse().body()).isEqualTo("next release");
        }
    }

    @Test
    void aKeptConnectionIsNotUsedOnceItsDynoLeftTheTable() {
        try (TestUpstream old = TestUpstream.saying("old");
                TestUpstream next = TestUpstream.saying("new");
                TestRouter router = TestRouter.start(home).route(HOST, old.upstream());
                Wire client = router.connect()) {
            assertThat(client.get(HOST, "/").readResponse().body()).isEqualTo("old");

            router.route(HOST, next.upstream());

            assertThat(client.get(HOST, "/").readResponse().body()).isEqualTo("new");
        }
    }

    /** On a connection's second request it hangs up without a word, as a server does whose keep-alive ran out. */
    private static TestUpstream closesOnSecondRequest(AtomicInteger requests) {
        return new TestUpstream(wire -> {
            Wire.Head head = wire.readHead();
            wire.readBody(head);
            requests.incrementAndGet();
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            wire.readHead();
            requests.incrementAndGet();
        });
    }
}
