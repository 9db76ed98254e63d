package dev.slipway.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PagesTests {

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

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            NO_RELEASE   | 200 | Slipway                         | git push heroku main
            NO_WEB_DYNOS | 503 | H14 · No web processes running  | heroku ps:scale web=1 -a shop
            CRASHED      | 503 | H10 · App crashed               | heroku logs --tail -a shop
            MAINTENANCE  | 503 | H80 · Maintenance mode          | heroku maintenance:off -a shop
            """)
    void aRouteThatIsNotServingShowsItsCodeAndTheNextStep(Route.Status status, int http, String code, String next) {
        router.route("shop.localhost", status);

        Wire.Response page = browse("shop.localhost", "text/html,*/*");

        assertThat(page.status()).isEqualTo(http);
        assertThat(page.head().field("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(utf8(page.body())).contains(code, next).doesNotContain("http://", "https://", "src=");
    }

    @Test
    void theWelcomePageGreetsAsHerokuDoes() {
        router.route("shop.localhost", Route.Status.NO_RELEASE);

        assertThat(browse("shop.localhost", "text/html").body())
                .contains("<title>Slipway | Welcome to your new app!</title>", "heroku git:remote -a shop");
    }

    @Test
    void anUnknownHostnameIsNotFound() {
        Wire.Response page = browse("nobody.localhost", "text/html");

        assertThat(page.status()).isEqualTo(404);
        assertThat(page.body()).contains("There is no app here", "nobody.localhost", "heroku domains");
    }

    @Test
    void aServingRouteWithoutDynosCountsAsScaledToNothing() {
        router.route("shop.localhost");

        assertThat(browse("shop.localhost", "*/*").body()).contains("H14");
    }

    @Test
    void aClientThatDoesNotAskForHtmlGetsPlainText() {
        router.route("shop.localhost", Route.Status.CRASHED);

        Wire.Response page = browse("shop.localhost", "*/*");

        assertThat(page.head().field("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(page.body()).contains("(H10: App crashed)", "    heroku logs --tail -a shop").doesNotContain("<");
    }

    @Test
    void anAnswerToHeadHasAHeadOnlyAndTheConnectionGoesOn() {
        try (Wire client = router.connect()) {
            client.send("HEAD / HTTP/1.1\r\nHost: nobody.localhost\r\n\r\n");
            assertThat(client.readHead().status()).isEqualTo(404);

            assertThat(client.get("nobody.localhost", "/").readResponse().status()).isEqualTo(404);
        }
    }

    @Test
    void anAnswerToARequestWithABodyLeavesTheConnectionUsable() {
        router.close();
        router = TestRouter.start(home, TestRouter.withLinger(Duration.ofSeconds(30)));
        try (Wire client = router.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: nobody.localhost\r\nContent-Length: 300000\r\n\r\n" + "x".repeat(300_000));
            assertThat(client.readResponse().status()).isEqualTo(404);

            assertThat(client.get("nobody.localhost", "/").readResponse().status()).isEqualTo(404);
        }
    }

    @Test
    void aDeadControlPlaneIsToldInJsonToProgramsAndInWordsToOthers() {
        Wire.Response json = browse("api.localhost", "application/vnd.heroku+json; version=3");
        Wire.Response html = browse("localhost", "text/html");
        Wire.Response text = browse("git.localhost", "*/*");

        assertThat(json.status()).isEqualTo(503);
        assertThat(json.body()).startsWith("{\"id\":\"unavailable\",\"message\":\"The control plane is not answering.");
        assertThat(html.status()).isEqualTo(503);
        assertThat(html.body()).contains("Slipway is restarting", "Running apps are not affected");
        assertThat(text.body()).startsWith("Slipway is restarting\n");
    }

    @Test
    void theRouterAnswersForItsOwnHealthOnLoopbackNamesOnly() {
        assertThat(browse("127.0.0.1:8080", "*/*", "/.well-known/slipway/router-health").body()).isEqualTo("ok\n");
        assertThat(browse("[::1]", "*/*", "/.well-known/slipway/router-health").status()).isEqualTo(200);
        assertThat(browse("10.1.2.3", "*/*", "/.well-known/slipway/router-health").status()).isEqualTo(503);
        assertThat(browse("shop.localhost", "*/*", "/.well-known/slipway/router-health").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @EnumSource(RouterError.class)
    void everyPageIsSafeForHostileNames(RouterError error) {
        var head = new DefaultHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
        head.headers().set("Accept", "text/html");
        ClientRequest request =
                new ClientRequest(head, new Authority("<script>", 0), false, 80, "1.2.3.4", "<id>", 0, null);

        var page = Pages.of(error, request, "<img onerror='x' \"&>");

        String html = page.content().toString(StandardCharsets.UTF_8);
        page.release();
        assertThat(html).contains("</html>", "&lt;id&gt;").doesNotContain("<script", "<img", "onerror='");
        assertThat(page.status().code()).isEqualTo(error.status());
    }

    private Wire.Response browse(String host, String accept) {
        return browse(host, accept, "/");
    }

    private Wire.Response browse(String host, String accept, String path) {
        try (Wire client = router.connect()) {
            return client.send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nAccept: " + accept + "\r\n\r\n")
                    .readResponse();
        }
    }

    private static String utf8(String latin1) {
        return new String(
                latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
