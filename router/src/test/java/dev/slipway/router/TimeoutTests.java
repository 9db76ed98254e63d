package dev.slipway.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeoutTests {

    private static final String HOST = "shop.localhost";
    private static final Duration SHORT = Duration.ofMillis(150);
    // Where something must come in time before the limit may pass.
    private static final Duration AMPLE = Duration.ofSeconds(2);

    @TempDir
    Path home;

    @Test
    void aDynoThatDoesNotBeginToAnswerIsH12() {
        try (TestUpstream shop = new TestUpstream(Wire::readToEnd);
                TestRouter router =
                        TestRouter.start(home, TestRouter.withFirstByte(SHORT)).route(HOST, shop.upstream())) {
            Wire.Response page = router.get(HOST, "/");

            assertThat(page.status()).isEqualTo(503);
            assertThat(page.body()).contains("H12");
        }
    }

    @Test
    void theFirstByteIsDueOnlyOnceTheRequestIsComplete() {
        try (TestUpstream shop = TestUpstream.saying("ok");
                TestRouter router =
                        TestRouter.start(home, TestRouter.withFirstByte(AMPLE)).route(HOST, shop.upstream());
                Wire client = router.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 2\r\n\r\na");
            // As long as another request needs to run into H12.
            try (TestUpstream silent = new TestUpstream(Wire::readToEnd)) {
                router.route("silent.localhost", silent.upstream());
                assertThat(router.get("silent.localhost", "/").body()).contains("H12");
            }
            client.send("b");

            assertThat(client.readResponse().body()).isEqualTo("ok");
        }
    }

    @Test
    void aDynoThatDoesNotTakeTheConnectionIsH19() throws Exception {
        // A full backlog: Linux drops further connection requests, as a machine does that is gone.
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Wire _ = Wire.to(new InetSocketAddress(full.getLocalPort()));
                Wire _ = Wire.to(new InetSocketAddress(full.getLocalPort()));
                TestRouter router = TestRouter.start(home, TestRouter.withConnect(SHORT))
                        .route(HOST, new Upstream("full", "web.1", "127.0.0.1", full.getLocalPort()))) {
            Wire.Response page = router.get(HOST, "/");

            assertThat(page.status()).isEqualTo(503);
            assertThat(page.body()).contains("H19");
        }
    }

    @Test
    void aResponseThatStallsIsCut() {
        try (TestUpstream shop = new TestUpstream(wire -> {
                    wire.readHead();
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npartial");
                    wire.readToEnd();
                });
                TestRouter router =
                        TestRouter.start(home, TestRouter.withIdle(SHORT)).route(HOST, shop.upstream());
                Wire client = router.connect()) {
            client.get(HOST, "/").readHead();

            assertThat(client.readToEnd()).isEqualTo("partial");
        }
    }

    @Test
    void aClientThatStopsSendingIsCut() {
        try (TestUpstream shop = new TestUpstream(Wire::readToEnd);
                TestRouter router =
                        TestRouter.start(home, TestRouter.withIdle(SHORT)).route(HOST, shop.upstream());
                Wire client = router.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 100\r\n\r\npartial");

            assertThat(client.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void aConnectionWithoutAWholeRequestIsCut() {
        try (TestRouter router = TestRouter.start(home, TestRouter.withWaiting(SHORT));
                Wire client = router.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: sho");

            assertThat(client.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void aSlowClientGetsItsWholeResponseHoweverLongItTakes() throws Exception {
        int size = 1024 * 1024;
        Socket narrow = new Socket();
        narrow.setReceiveBufferSize(4096);
        try (TestUpstream shop = TestUpstream.saying("x".repeat(size));
                TestRouter router = TestRouter.start(home, TestRouter.withWaiting(AMPLE)).route(HOST, shop.upstream())) {
            narrow.connect(new InetSocketAddress("127.0.0.1", router.address().getPort()));
            try (Wire client = new Wire(narrow)) {
                client.get(HOST, "/").readHead();

                int received = 0;
                while (received < size) {
                    received += client.readExactly(4096).length();
                    // The pace of a slow line: the response takes longer than the router waits for a request.
                    TimeUnit.MILLISECONDS.sleep(10);
                }

                assertThat(received).isEqualTo(size);
            }
        }
    }

    @Test
    void anUpgradedConnectionThatFallsSilentIsCut() {
        try (TestUpstream shop = UpgradeTests.echo();
                TestRouter router =
                        TestRouter.start(home, TestRouter.withIdle(SHORT)).route(HOST, shop.upstream());
                Wire client = router.connect()) {
            UpgradeTests.upgrade(client, HOST);

            assertThat(client.isClosedByPeer()).isTrue();
        }
    }
}
