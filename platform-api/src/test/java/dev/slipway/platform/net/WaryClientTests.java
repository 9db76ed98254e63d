package dev.slipway.platform.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WaryClientTests {

    private static final Duration LONG = Duration.ofSeconds(50);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
    }

    private void serve(HttpHandler handler) {
        server.createContext("/", handler);
    }

    private HttpGet request() {
        return new HttpGet("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /** One that has one connection at a time. */
    private static WaryClient client(Duration silence, Duration altogether) {
        return new WaryClient("Test", SystemDefaultDnsResolver.INSTANCE, new WaryClient.Limits(1, 1, silence, altogether));
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        exchange.sendResponseHeaders(status, 0);
        exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
        exchange.close();
    }

    @Test
    void anAnswerIsAStatusAndABody() throws IOException {
        serve(exchange -> answer(exchange, 422, "no"));
        try (WaryClient client = client(LONG, LONG)) {
            WaryClient.Answer answer = client.send(request(), 100);

            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.body()).asString().isEqualTo("no");
        }
    }

    @Test
    void ofAnEndlessAnswerThereIsTheBeginningAndTheConnectionIsFreeAtOnce() throws IOException {
        serve(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                while (true) {
                    out.write(new byte[8192]);
                }
            }
        });
        try (WaryClient client = client(LONG, LONG)) {
            for (int longest : new int[] {0, 10_000, 0}) {
                WaryClient.Answer answer = client.send(request(), longest);

                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.body()).hasSize(longest);
            }
        }
    }

    @Test
    void aServerThatSaysALittleAllTheTimeHasItsTimeAltogether() throws IOException {
        serve(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                for (boolean over = false; !over; over = end.await(10, TimeUnit.MILLISECONDS)) {
                    out.write(' ');
                    out.flush();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try (WaryClient client = client(LONG, SHORT)) {
            assertThatThrownBy(() -> client.send(request(), 100_000)).isInstanceOf(HttpTimeoutException.class);
        }
    }

    @Test
    void aSilentServerIsNotATimeoutAltogether() throws IOException {
        serve(exchange -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try (WaryClient client = client(SHORT, LONG)) {
            assertThatThrownBy(() -> client.send(request(), 0)).isInstanceOf(IOException.class).isNotInstanceOf(HttpTimeoutException.class);
        }
    }

    @Test
    void redirectsAreNotFollowed() throws IOException {
        serve(exchange -> {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            answer(exchange, 302, "");
        });
        try (WaryClient client = client(LONG, LONG)) {
            assertThat(client.send(request(), 100).status()).isEqualTo(302);
        }
    }
}
