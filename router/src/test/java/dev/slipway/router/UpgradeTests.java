package dev.slipway.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpgradeTests {

    private static final String HOST = "chat.localhost";

    @TempDir
    Path home;

    private TestRouter router;

    @BeforeEach
    void start() {
        router = TestRouter.start(home);
    }

    @AfterEach
    void stop() {
        router.close();
    }

    /** Accepts any upgrade, greets at once, then echoes bytes. */
    static TestUpstream echo() {
        TestUpstream[] self = new TestUpstream[1];
        self[0] = new TestUpstream(wire -> {
            Wire.Head head = wire.readHead();
            self[0].received(head);
            wire.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: " + head.field("Upgrade")
                    + "\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\nhi");
            wire.in().transferTo(wire.out());
        });
        return self[0];
    }

    static void upgrade(Wire client, String host) {
        client.send("GET /ws HTTP/1.1\r\nHost: " + host + "\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
        Wire.Head head = client.readHead();
        assertThat(head.status()).isEqualTo(101);
        assertThat(head.field("Upgrade")).isEqualTo("websocket");
        assertThat(head.field("Connection")).isEqualToIgnoringCase("upgrade");
        assertThat(head.field("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        assertThat(client.readExactly(2)).isEqualTo("hi");
    }

    @Test
    void bytesPassBothWaysAfterTheUpgrade() throws Exception {
        try (TestUpstream chat = echo(); Wire client = router.connect()) {
            router.route(HOST, chat.upstream());

            upgrade(client, HOST);
            for (int i = 0; i < 50; i++) {
                client.send("message " + i + "\u0000\u00ff\r\n");
                assertThat(client.readLine()).isEqualTo("message " + i + "\u0000\u00ff");
            }

            Wire.Head seen = chat.awaitRequest();
            assertThat(seen.field("Upgrade")).isEqualTo("websocket");
            assertThat(seen.field("Connection")).isEqualToIgnoringCase("upgrade");
            assertThat(seen.field("Sec-WebSocket-Key")).isEqualTo("dGhlIHNhbXBsZSBub25jZQ==");
        }
    }

    @Test
    void aTunnelEndsForTheClientWhenTheDynoCloses() {
        try (TestUpstream curt = new TestUpstream(wire -> {
                    wire.readHead();
                    wire.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                            + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\nhi");
                });
                Wire client = router.connect()) {
            router.route(HOST, curt.upstream());

            upgrade(client, HOST);

            assertThat(client.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void aTunnelEndsForTheDynoWhenTheClientCloses() {
        CompletableFuture<String> seenByDyno = new CompletableFuture<>();
        try (TestUpstream chat = new TestUpstream(wire -> {
            wire.readHead();
            wire.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\nhi");
            seenByDyno.complete(wire.readToEnd());
        })) {
            router.route(HOST, chat.upstream());
            try (Wire client = router.connect()) {
                upgrade(client, HOST);
                client.send("bye");
            }

            assertThat(seenByDyno).succeedsWithin(Duration.ofSeconds(60)).isEqualTo("bye");
        }
    }

    @Test
    void anUpgradeToAnyProtocolIsTunnelledButNotToHttp2() throws Exception {
        try (TestUpstream chat = echo(); TestUpstream plain = TestUpstream.saying("plain"); Wire client = router.connect()) {
            router.route(HOST, chat.upstream()).route("plain.localhost", plain.upstream());

            client.send("GET / HTTP/1.1\r\nHost: plain.localhost\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                    + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n");
            assertThat(client.readResponse().body()).isEqualTo("plain");
            assertThat(plain.awaitRequest().all("Upgrade")).isEmpty();

            client.send("GET / HTTP/1.1\r\nHost: " + HOST + "\r\nConnection: Upgrade\r\nUpgrade: my-protocol/2\r\n\r\n");
            assertThat(client.readHead().field("Upgrade")).isEqualTo("my-protocol/2");
            assertThat(client.readExactly(2)).isEqualTo("hi");
        }
    }

    @Test
    void aDynoMayDeclineTheUpgrade() {
        try (TestUpstream shop = TestUpstream.saying("no"); Wire client = router.connect()) {
            router.route(HOST, shop.upstream());

            client.send("GET / HTTP/1.1\r\nHost: " + HOST + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");

            assertThat(client.readResponse().body()).isEqualTo("no");
        }
    }

    @Test
    void aSwitchNobodyAskedForIsH17() {
        try (TestUpstream chat = echo(); Wire client = router.connect()) {
            router.route(HOST, chat.upstream());

            assertThat(client.get(HOST, "/").readResponse().body()).contains("H17");
        }
    }
}
