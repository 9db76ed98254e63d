package dev.slipway.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmugglingTests {

    private static final String HOST = "Host: shop.localhost\r\n";

    @TempDir
    Path home;

    private TestRouter router;
    private TestUpstream shop;

    @BeforeEach
    void start() {
        shop = TestUpstream.saying("reached");
        router = TestRouter.start(home).route("shop.localhost", shop.upstream());
    }

    @AfterEach
    void stop() {
        router.close();
        shop.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 3\r\nContent-Length: 5\r\n\r\nabcde",
        "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 3, 5\r\n\r\nabcde",
        "POST / HTTP/1.1\r\n" + HOST + "Content-Length: +3\r\n\r\nabc",
        "POST / HTTP/1.1\r\n" + HOST + "Content-Length: -1\r\n\r\nabc",
        "POST / HTTP/1.1\r\n" + HOST + "Content-Length : 3\r\n\r\nabc",
        "POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.0\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET / HTTP/1.1\r\n" + HOST + "Host: other.localhost\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: shop.localhost/../x\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.0\r\n\r\n",
        "GET / HTTP/1.1\n" + "Host: shop.localhost\n\n",
        "GET / HTTP/1.1\r\n" + HOST + "X: a\rb\r\n\r\n",
        "GET / HTTP/1.1\r\n" + HOST + "B@d: x\r\n\r\n",
        "GET /\u0001 HTTP/1.1\r\n" + HOST + "\r\n",
        "GET /a\u007fb HTTP/1.1\r\n" + HOST + "\r\n",
        "GET nonsense HTTP/1.1\r\n" + HOST + "\r\n",
        "GET / HTTP/9.9\r\n" + HOST + "\r\n",
        "EHLO shop.localhost\r\n\r\n",
        "\u0000\u0001\u0002\u0003 garbage\r\n\r\n"
    })
    void aRequestThatTwoParsersCouldReadDifferentlyIsRefusedAndTheConnectionEnds(String request) {
        try (Wire client = router.connect()) {
            Wire.Response response = client.send(request).readResponse();

            assertThat(response.status()).isEqualTo(400);
            assertThat(response.head().field("Connection")).isEqualTo("close");
            assertThat(client.isClosedByPeer()).isTrue();
            assertThat(shop.connectionsAccepted()).isZero();
        }
    }

    @Test
    void chunkedWinsOverContentLengthAndTheConnectionEnds() throws Exception {
        try (Wire client = router.connect()) {
            client.send("POST / HTTP/1.1\r\n" + HOST + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "3\r\nabc\r\n0\r\n\r\n" + "GET /smuggled HTTP/1.1\r\n" + HOST + "\r\n");

            Wire.Response response = client.readResponse();

            assertThat(response.body()).isEqualTo("reached");
            assertThat(response.head().field("Connection")).isEqualTo("close");
            assertThat(client.isClosedByPeer()).isTrue();
            Wire.Head seen = shop.awaitRequest();
            assertThat(seen.all("Content-Length")).isEmpty();
            assertThat(seen.all("Transfer-Encoding")).containsExactly("chunked");
            assertThat(shop.hasUnseenRequest()).isFalse();
        }
    }

    @Test
    void aBrokenChunkEndsTheRequest() {
        try (Wire client = router.connect()) {
            client.send("POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n");

            Wire.Response page = client.readResponse();
            assertThat(page.status()).isEqualTo(400);
            assertThat(page.head().field("Connection")).isEqualTo("close");
            assertThat(client.isClosedByPeer()).isTrue();
            assertThat(shop.hasUnseenRequest()).isFalse();
        }
    }

    @Test
    void limitsAreHerokus() {
        assertThat(statusOf("GET /" + "x".repeat(8000) + " HTTP/1.1\r\n" + HOST + "\r\n")).isEqualTo(200);
        assertThat(statusOf("GET /" + "x".repeat(8192) + " HTTP/1.1\r\n" + HOST + "\r\n")).isEqualTo(400);
        assertThat(statusOf("GET / HTTP/1.1\r\n" + HOST + "X: " + "x".repeat(8000) + "\r\n\r\n")).isEqualTo(200);
        assertThat(statusOf("GET / HTTP/1.1\r\n" + HOST + "X: " + "x".repeat(8192) + "\r\n\r\n")).isEqualTo(400);
        assertThat(statusOf("GET / HTTP/1.1\r\n" + HOST + "X: y\r\n".repeat(999) + "\r\n")).isEqualTo(200);
        assertThat(statusOf("GET / HTTP/1.1\r\n" + HOST + "X: y\r\n".repeat(1000) + "\r\n")).isEqualTo(400);
        assertThat(statusOf("GET / HTTP/1.1\r\n" + HOST + "Expect: miracles\r\n\r\n")).isEqualTo(417);
        assertThat(statusOf("CONNECT shop.localhost:80 HTTP/1.1\r\n" + HOST + "\r\n")).isEqualTo(405);
    }

    private int statusOf(String request) {
        try (Wire client = router.connect()) {
            return client.send(request).readResponse().status();
        }
    }
}
