package dev.slipway.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlPlaneTests {

    @TempDir
    Path home;

    @Test
    void itsHostnamesAndBareAddressesLeadToTheControlPlane() {
        try (FakeControlPlane controlPlane = FakeControlPlane.start();
                TestRouter router = TestRouter.following(home, controlPlane.uri())) {
            for (String host : List.of(
                    "localhost:8080", "api.localhost", "git.localhost", "127.0.0.1", "[::1]:8080", "10.9.8.7", "[fe80::1]")) {
                assertThat(router.get(host, "/apps").body()).as(host).isEqualTo("control plane got GET /apps 0");
            }
            assertThat(router.get("other.localhost", "/apps").status()).isEqualTo(404);
        }
    }

    @Test
    void theControlPlaneIsToldTheFingerprintOfTheAuthorityAndNobodyElseCanSayIt() throws Exception {
        try (FakeControlPlane controlPlane = FakeControlPlane.start();
                TestRouter router = TestRouter.following(home, controlPlane.uri());
                Wire client = router.connect()) {
            client.send("GET /connect HTTP/1.1\r\nHost: localhost\r\nX-Slipway-CA-Fingerprint: AA:BB\r\n\r\n");
            client.readResponse();

            X509Certificate authority = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(
                    new ByteArrayInputStream(router.get("localhost", "/ca.crt").body().getBytes(StandardCharsets.US_ASCII)));
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(authority.getEncoded());
            assertThat(controlPlane.fingerprintsHeard()).containsExactly(HexFormat.ofDelimiter(":").withUpperCase()
                    .formatHex(digest));
        }
    }

    @Test
    void theControlPlaneMayBeNamedByHostname() {
        try (FakeControlPlane controlPlane = FakeControlPlane.start();
                TestRouter router =
                        TestRouter.following(home, URI.create("http://localhost:" + controlPlane.port()));
                Wire client = router.connect()) {
            client.send("POST /push HTTP/1.1\r\nHost: git.localhost\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(100_000));

            assertThat(client.readResponse().body()).isEqualTo("control plane got POST /push 100000");
        }
    }

    @Test
    void theFeedIsAskedForWithTokenAndRouterId() throws Exception {
        try (FakeControlPlane controlPlane = FakeControlPlane.start();
                TestRouter _ = TestRouter.following(home, controlPlane.uri())) {
            var request = controlPlane.awaitFeedRequest();
            controlPlane.send(new RouteUpdate.Snapshot(1, List.of()));

            assertThat(request.getKey()).isEqualTo("Bearer " + FakeControlPlane.TOKEN);
            assertThat(controlPlane.awaitReport(report -> report.version() == 1).router())
                    .isEqualTo(request.getValue());
        }
    }

    @Test
    void aFeedThatFallsSilentIsReplaced() throws Exception {
        try (FakeControlPlane controlPlane = FakeControlPlane.start();
                TestRouter _ = TestRouter.following(home, controlPlane.uri(), Duration.ofMillis(200))) {
            controlPlane.awaitFeedRequest();
            controlPlane.send(new RouteUpdate.Snapshot(1, List.of()));

            controlPlane.awaitFeedRequest();
        }
    }

    @Test
    void aLineThatIsNoUpdateMakesTheRouterAskForASnapshotAnew() throws Exception {
        try (FakeControlPlane controlPlane = FakeControlPlane.start();
                TestRouter router = TestRouter.following(home, controlPlane.uri())) {
            controlPlane.awaitFeedRequest();
            controlPlane.send(new RouteUpdate.Snapshot(1, List.of()));
            controlPlane.sendLine("{\"type\":\"put\",\"version\":2}");

            controlPlane.awaitFeedRequest();
            assertThat(router.server().table().version()).isEqualTo(1);
        }
    }

    @Test
    void anEmptySnapshotIsBelieved() throws Exception {
        try (FakeControlPlane controlPlane = FakeControlPlane.start();
                TestUpstream shop = TestUpstream.saying("ok");
                TestRouter router =
                        TestRouter.following(home, controlPlane.uri()).route("shop.localhost", shop.upstream())) {
            controlPlane.send(new RouteUpdate.Snapshot(9, List.of()));
            controlPlane.awaitReport(report -> report.version() == 9);

            assertThat(router.get("shop.localhost", "/").status()).isEqualTo(404);
        }
    }

    @Test
    void theTokenMayAppearLater() throws Exception {
        AtomicReference<Optional<String>> token = new AtomicReference<>(Optional.empty());
        try (FakeControlPlane controlPlane = FakeControlPlane.start();
                RouterServer router = new RouterServer(
                        TestRouter.settings(home, "localhost", controlPlane.uri()),
                        token::get,
                        TestRouter.PATIENT,
                        Duration.ofSeconds(30),
                        Clock.systemUTC())) {
            router.start();
            token.set(Optional.of("wrong"));
            assertThat(controlPlane.awaitFeedRequest().getKey()).isEqualTo("Bearer wrong");
            token.set(Optional.of(FakeControlPlane.TOKEN));
            controlPlane.send(new RouteUpdate.Snapshot(3, List.of()));

            assertThat(controlPlane.awaitReport(report -> report.version() == 3).draining()).isEmpty();
        }
    }

    @Test
    void accessLinesReachTheControlPlane() throws Exception {
        try (FakeControlPlane controlPlane = FakeControlPlane.start();
                TestUpstream shop = TestUpstream.saying("Hello, World!");
                TestRouter router = TestRouter.following(home, controlPlane.uri())) {
            router.route("shop.localhost", shop.upstream());
            router.get("shop.localhost", "/");
            AccessLine served = controlPlane.awaitAccessLine();
            router.route("shop.localhost", Route.Status.NO_WEB_DYNOS);
            router.get("shop.localhost", "/x");
            AccessLine failed = controlPlane.awaitAccessLine();

            assertThat(served.app()).isEqualTo("app-key");
            assertThat(served.text())
                    .matches("at=info method=GET path=\"/\" host=shop.localhost request_id=[0-9a-f-]{36} fwd=\"127.0.0.1\" "
                            + "dyno=web.1 connect=\\d+ms service=\\d+ms status=200 bytes=13 protocol=http");
            assertThat(failed.text())
                    .matches("at=error code=H14 desc=\"No web processes running\" method=GET path=\"/x\" "
                            + "host=shop.localhost request_id=[0-9a-f-]{36} fwd=\"127.0.0.1\" dyno= connect=0ms "
                            + "service=0ms status=503 bytes=\\d+ protocol=http");
        }
    }

    @Test
    void aClientThatLeavesIsLoggedAs499AndItsDynoIsLetGo() throws Exception {
        try (FakeControlPlane controlPlane = FakeControlPlane.start();
                TestUpstream shop = silent();
                TestRouter router = TestRouter.following(home, controlPlane.uri())) {
            router.route("shop.localhost", shop.upstream());
            try (Wire client = router.connect()) {
                client.get("shop.localhost", "/");
                shop.awaitRequest();
            }

            assertThat(controlPlane.awaitAccessLine().text())
                    .startsWith("at=warning code=H27 desc=\"Client Request Interrupted\"")
                    .contains(" status=499 ");
            assertThat(shop.awaitRequest().startLine()).isEqualTo("the router hung up");
        }
    }

    /** Takes a request, never answers, and tells when the router has hung up. */
    private static TestUpstream silent() {
        TestUpstream[] self = new TestUpstream[1];
        self[0] = new TestUpstream(wire -> {
            self[0].received(wire.readHead());
            wire.readToEnd();
            self[0].received(new Wire.Head("the router hung up", List.of()));
        });
        return self[0];
    }
}
