package dev.slipway.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxyTests {

    private static final String HOST = "shop.localhost";

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

    @Test
    void aRequestReachesTheDynoOfItsHostname() {
        try (TestUpstream shop = TestUpstream.saying("from shop"); TestUpstream blog = TestUpstream.saying("from blog")) {
            router.route(HOST, shop.upstream()).route("blog.localhost", blog.upstream());

            assertThat(router.get(HOST, "/").body()).isEqualTo("from shop");
            assertThat(router.get("BLOG.localhost.:8080", "/").body()).isEqualTo("from blog");
        }
    }

    @Test
    void theDynoSeesHerokusHeadersAndTheHostAsSent() throws Exception {
        try (TestUpstream shop = TestUpstream.saying("ok"); Wire client = router.connect()) {
            router.route(HOST, shop.upstream());
            long before = System.currentTimeMillis();

            client.send("GET /a?b=c HTTP/1.1\r\nHost: shop.localhost:8080\r\nX-Forwarded-For: 9.9.9.9\r\n"
                    + "X-Forwarded-Proto: https\r\nX-Request-Id: my-own-id-of-20-chars-or-more\r\n\r\n");
            client.readResponse();
            Wire.Head seen = shop.awaitRequest();

            assertThat(seen.startLine()).isEqualTo("GET /a?b=c HTTP/1.1");
            assertThat(seen.all("Host")).containsExactly("shop.localhost:8080");
            assertThat(seen.all("X-Forwarded-For")).containsExactly("9.9.9.9, 127.0.0.1");
            assertThat(seen.all("X-Forwarded-Proto")).containsExactly("http");
            assertThat(seen.all("X-Forwarded-Port")).containsExactly("8080");
            assertThat(seen.all("X-Request-Id")).containsExactly("my-own-id-of-20-chars-or-more");
            assertThat(seen.all("Via")).containsExactly("1.1 slipway");
            assertThat(Long.parseLong(seen.field("X-Request-Start")))
                    .isBetween(before, System.currentTimeMillis());
        }
    }

    @Test
    void aRequestIdThatIsTooShortOrHostileIsReplaced() throws Exception {
        try (TestUpstream shop = TestUpstream.saying("ok"); Wire client = router.connect()) {
            router.route(HOST, shop.upstream());

            client.send("GET / HTTP/1.1\r\nHost: " + HOST + "\r\nX-Request-Id: a b\"c=d-and-more-characters\r\n\r\n");
            client.readResponse();

            assertThat(shop.awaitRequest().field("X-Request-Id")).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        }
    }

    @Test
    void hopByHopFieldsEndAtTheRouterInBothDirections() throws Exception {
        try (TestUpstream shop = TestUpstream.responding("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nKeep-Alive: timeout=5\r\n"
                        + "Connection: keep-alive, X-Internal\r\nX-Internal: 1\r\nX-Public: 2\r\n\r\nok");
                Wire client = router.connect()) {
            router.route(HOST, shop.upstream());

            client.send("GET / HTTP/1.1\r\nHost: " + HOST + "\r\nConnection: keep-alive, X-Secret, Host\r\nX-Secret: 1\r\n"
                    + "TE: trailers\r\nKeep-Alive: 5\r\nProxy-Connection: close\r\nUpgrade: h2c\r\nX-Kept: 2\r\n\r\n");
            Wire.Head response = client.readResponse().head();
            Wire.Head request = shop.awaitRequest();

            for (String gone : List.of("Connection", "X-Secret", "TE", "Keep-Alive", "Proxy-Connection", "Upgrade")) {
                assertThat(request.all(gone)).as(gone).isEmpty();
            }
            assertThat(request.field("Host")).isEqualTo(HOST);
            assertThat(request.field("X-Kept")).isEqualTo("2");
            assertThat(response.all("X-Internal")).isEmpty();
            assertThat(response.all("Keep-Alive")).isEmpty();
            assertThat(response.all("Connection")).isEmpty();
            assertThat(response.field("X-Public")).isEqualTo("2");
        }
    }

    @Test
    void oneConnectionToTheClientAndOneToTheDynoCarryManyRequests() {
        try (TestUpstream shop = TestUpstream.saying("ok"); Wire client = router.connect()) {
            router.route(HOST, shop.upstream());

            for (int i = 0; i < 20; i++) {
                assertThat(client.get(HOST, "/" + i).readResponse().body()).isEqualTo("ok");
            }

            assertThat(shop.connectionsAccepted()).isEqualTo(1);
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() {
        try (TestUpstream shop = TestUpstream.saying("dyno"); Wire client = router.connect()) {
            router.route(HOST, shop.upstream());
            String one = "GET /1 HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n";
            String page = "GET / HTTP/1.1\r\nHost: nobody.localhost\r\n\r\n";

            client.send((one + page).repeat(500));

            for (int i = 0; i < 500; i++) {
                assertThat(client.readResponse().body()).isEqualTo("dyno");
                assertThat(client.readResponse().status()).isEqualTo(404);
            }
        }
    }

    @Test
    void chunkedBodiesAndTheirTrailersPassBothWays() throws Exception {
        try (TestUpstream shop = new TestUpstream(wire -> {
                    String body = wire.readBody(wire.readHead());
                    wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                    wire.send(Integer.toHexString(body.length()) + "\r\n" + body + "\r\n");
                    wire.send("0\r\nX-Sum: 42\r\n\r\n");
                    wire.readHead();
                });
                Wire client = router.connect()) {
            router.route(HOST, shop.upstream());

            client.send("POST / HTTP/1.1\r\nHost: " + HOST + "\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "3\r\nabc\r\n2;ext=1\r\nde\r\n0\r\nX-Digest: 7\r\n\r\n");

            assertThat(client.readResponse().body()).isEqualTo("abcde<trailer X-Digest: 7><trailer X-Sum: 42>");
        }
    }

    @Test
    void eachChunkReachesTheClientWhenTheDynoSendsIt() throws Exception {
        var clientHasFirst = new CountDownLatch(1);
        try (TestUpstream shop = new TestUpstream(wire -> {
                    wire.readHead();
                    wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
                    clientHasFirst.await();
                    wire.send("6\r\nsecond\r\n0\r\n\r\n");
                });
                Wire client = router.connect()) {
            router.route(HOST, shop.upstream());

            client.get(HOST, "/").readHead();
            assertThat(client.readLine()).isEqualTo("5");
            assertThat(client.readLine()).isEqualTo("first");
            clientHasFirst.countDown();

            assertThat(client.readLine()).isEqualTo("6");
            assertThat(client.readLine()).isEqualTo("second");
        }
    }

    @Test
    void anHttp10ClientGetsABodyThatEndsWithTheConnection() {
        try (TestUpstream shop = TestUpstream.responding(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
                Wire client = router.connect()) {
            router.route(HOST, shop.upstream());

            client.send("GET / HTTP/1.0\r\nHost: " + HOST + "\r\nConnection: keep-alive\r\n\r\n");
            Wire.Head head = client.readHead();

            assertThat(head.all("Transfer-Encoding")).isEmpty();
            assertThat(head.field("Connection")).isEqualTo("close");
            assertThat(client.readToEnd()).isEqualTo("hello");
        }
    }

    @Test
    void aDynoThatSpeaksHttp10AndClosesIsFramedForTheClient() {
        try (TestUpstream shop = new TestUpstream(wire -> {
                    wire.readHead();
                    wire.send("HTTP/1.0 200 OK\nContent-Type: text/plain\n\nold");
                });
                Wire client = router.connect()) {
            router.route(HOST, shop.upstream());

            Wire.Response first = client.get(HOST, "/").readResponse();
            Wire.Response second = client.get(HOST, "/").readResponse();

            assertThat(first.head().field("Transfer-Encoding")).isEqualTo("chunked");
            assertThat(first.body()).isEqualTo("old");
            assertThat(second.body()).isEqualTo("old");
        }
    }

    @Test
    void headAnd304And204HaveNoBodyAndKeepTheConnection() {
        try (TestUpstream shop = new TestUpstream(wire -> {
                    while (true) {
                        String line = wire.readHead().startLine();
                        wire.send(line.startsWith("HEAD")
                                ? "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
                                : line.contains("/304")
                                        ? "HTTP/1.1 304 Not Modified\r\nContent-Length: 1000\r\nETag: \"x\"\r\n\r\n"
                                        : "HTTP/1.1 204 No Content\r\n\r\n");
                    }
                });
                Wire client = router.connect()) {
            router.route(HOST, shop.upstream());

            client.send("HEAD / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
            assertThat(client.readHead().field("Content-Length")).isEqualTo("1000");
            Wire.Head notModified = client.get(HOST, "/304").readHead();
            assertThat(notModified.status()).isEqualTo(304);
            assertThat(notModified.field("ETag")).isEqualTo("\"x\"");
            assertThat(client.get(HOST, "/204").readHead().status()).isEqualTo(204);
            assertThat(client.get(HOST, "/204").readHead().status()).isEqualTo(204);
            assertThat(shop.connectionsAccepted()).isEqualTo(1);
        }
    }

    @Test
    void theDynoDecidesAbout100Continue() {
        try (TestUpstream shop = new TestUpstream(wire -> {
                    Wire.Head head = wire.readHead();
                    wire.send("HTTP/1.1 100 Continue\r\n\r\n");
                    String body = wire.readBody(head);
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
                    wire.readHead();
                });
                Wire client = router.connect()) {
            router.route(HOST, shop.upstream());

            client.send("POST / HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
            assertThat(client.readHead().status()).isEqualTo(100);
            client.send("hello");

            assertThat(client.readResponse().body()).isEqualTo("hello");
        }
    }

    @Test
    void anEarlyHintReachesTheClientBeforeTheResponse() {
        try (TestUpstream shop = TestUpstream.responding("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
                        + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                Wire client = router.connect()) {
            router.route(HOST, shop.upstream());

            Wire.Head hint = client.get(HOST, "/").readHead();

            assertThat(hint.status()).isEqualTo(103);
            assertThat(hint.field("Link")).isEqualTo("</a.css>");
            assertThat(client.readResponse().body()).isEqualTo("ok");
        }
    }

    @Test
    void aDynoMayAnswerBeforeItHasReadTheRequest() {
        try (TestUpstream shop = new TestUpstream(wire -> {
                    wire.readHead();
                    wire.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig");
                    wire.readToEnd();
                });
                Wire client = router.connect()) {
            router.route(HOST, shop.upstream());

            client.send("POST / HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 1000000\r\n\r\nstart");
            Wire.Response response = client.readResponse();

            assertThat(response.status()).isEqualTo(413);
            assertThat(response.body()).isEqualTo("big");
            assertThat(response.head().field("Connection")).isEqualTo("close");
            assertThat(client.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void anAbsoluteTargetNamesTheHost() throws Exception {
        try (TestUpstream shop = TestUpstream.saying("ok"); Wire client = router.connect()) {
            router.route(HOST, shop.upstream());

            client.send("GET http://" + HOST + "/x?y HTTP/1.1\r\nHost: other.localhost\r\n\r\n");

            assertThat(client.readResponse().body()).isEqualTo("ok");
            Wire.Head seen = shop.awaitRequest();
            assertThat(seen.startLine()).isEqualTo("GET /x?y HTTP/1.1");
            assertThat(seen.all("Host")).containsExactly(HOST);
        }
    }

    @Test
    void bytesBeyondAsciiInATargetArriveEncoded() throws Exception {
        try (TestUpstream shop = TestUpstream.saying("ok"); Wire client = router.connect()) {
            router.route(HOST, shop.upstream());

            client.send("GET /caf\u00c3\u00a9 HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n").readResponse();

            assertThat(shop.awaitRequest().startLine()).isEqualTo("GET /caf%C3%A9 HTTP/1.1");
        }
    }
}
