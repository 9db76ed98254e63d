package dev.slipway.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client of a one-off dyno, through the router, to the platform. */
class RendezvousTests {

    private static final String SECRET = "rendezvous.c2VjcmV0\r\n";

    @TempDir
    Path home;

    private ServerSocket platform;
    private TestRouter router;

    @BeforeEach
    void start() throws IOException {
        platform = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        platform.setSoTimeout(60_000);
        router = TestRouter.meeting(home, (InetSocketAddress) platform.getLocalSocketAddress(), TestRouter.PATIENT);
    }

    @AfterEach
    void stop() throws IOException {
        router.close();
        platform.close();
    }

    /** As the CLI does: no server name, no application protocol it would insist on. */
    private SSLSocket connect() throws Exception {
        return TlsTests.handshake(home, router.address(), null, "localhost");
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    /** What one TLS record brings, or what came at once on a plain connection. */
    private static String record(Socket socket) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        int read = socket.getInputStream().read(buffer);
        return read < 0 ? "" : new String(buffer, 0, read, StandardCharsets.UTF_8);
    }

    private static String exactly(Socket socket, int length) throws IOException {
        return new String(socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
    }

    private static byte[] frame(byte[] bytes) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(frame);
        out.writeShort(bytes.length);
        out.write(bytes);
        return frame.toByteArray();
    }

    private static byte[] frame(String text) throws IOException {
        return frame(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void eachFrameOfThePlatformIsOneRecordEvenIfTheyComeTogether() throws Exception {
        try (SSLSocket client = connect()) {
            send(client, SECRET);
            try (Socket session = platform.accept()) {
                assertThat(exactly(session, SECRET.length())).isEqualTo(SECRET);
                ByteArrayOutputStream together = new ByteArrayOutputStream();
                together.write(frame("rendezvous\r\n"));
                together.write(frame("hello\n"));
                together.write(frame("\uFFFF heroku-command-exit-status: 0\n"));
                session.getOutputStream().write(together.toByteArray());
            }

            assertThat(record(client)).isEqualTo("rendezvous\r\n");
            assertThat(record(client)).isEqualTo("hello\n");
            assertThat(record(client)).isEqualTo("\uFFFF heroku-command-exit-status: 0\n");
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aFrameThatComesInPiecesIsStillOneRecord() throws Exception {
        byte[] largest = new byte[8 * 1024];
        Arrays.fill(largest, (byte) 'x');
        try (SSLSocket client = connect()) {
            send(client, SECRET);
            try (Socket session = platform.accept()) {
                exactly(session, SECRET.length());
                byte[] frame = frame(largest);
                session.setTcpNoDelay(true);
                for (int from = 0; from < frame.length; from += 1000) {
                    session.getOutputStream().write(frame, from, Math.min(1000, frame.length - from));
                    session.getOutputStream().flush();
                }

                assertThat(record(client)).hasSize(largest.length);
            }
        }
    }

    @Test
    void keysGoToThePlatformAsTheyAre() throws Exception {
        try (SSLSocket client = connect()) {
            send(client, "rendez"); // as if a network had cut it
            send(client, SECRET.substring(6) + "typed early");
            try (Socket session = platform.accept()) {
                send(client, "\u0003\r");

                assertThat(exactly(session, SECRET.length() + 13)).isEqualTo(SECRET + "typed early\u0003\r");
            }
        }
    }

    @Test
    void theEndOfTheClientIsTheEndForThePlatform() throws Exception {
        SSLSocket client = connect();
        send(client, SECRET);
        try (Socket session = platform.accept()) {
            exactly(session, SECRET.length());

            client.close();

            session.setSoTimeout(60_000);
            assertThat(session.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aSilentSessionOutlivesTheTimeLimitsOfRequests() throws Exception {
        router.close();
        Duration shortly = Duration.ofSeconds(5); // and yet long enough for a handshake on a busy machine
        Timings hasty = new Timings(shortly, shortly, shortly, shortly, shortly, List.of(), shortly, shortly);
        router = TestRouter.meeting(home, (InetSocketAddress) platform.getLocalSocketAddress(), hasty);
        try (SSLSocket client = connect()) {
            send(client, SECRET);
            try (Socket session = platform.accept()) {
                exactly(session, SECRET.length());
                client.setSoTimeout(6_000);
                assertThat(silence(client)).isTrue();

                session.getOutputStream().write(frame("still here"));

                client.setSoTimeout(60_000);
                assertThat(record(client)).isEqualTo("still here");
            }
        }
    }

    private static boolean silence(Socket client) throws IOException {
        try {
            client.getInputStream().read();
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        }
    }

    @Test
    void aClientThatDoesNotReadHoldsThePlatformBack() throws Exception {
        byte[] frame = frame(new byte[8 * 1024]);
        try (SSLSocket client = connect()) {
            send(client, SECRET);
            try (Socket session = platform.accept(); ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                exactly(session, SECRET.length());
                int frames = 8 * 1024; // 64 MB, far above what buffers hold
                Future<Integer> writing = threads.submit(() -> {
                    for (int i = 0; i < frames; i++) {
                        session.getOutputStream().write(frame);
                    }
                    session.shutdownOutput();
                    return frames;
                });
                Thread.sleep(500); // the writer gets as far as it gets; nothing is asserted about how far

                assertThat(writing.isDone()).isFalse();
                InputStream in = client.getInputStream();
                byte[] buffer = new byte[16 * 1024];
                long total = 0;
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    total += read;
                }
                assertThat(total).isEqualTo(frames * 8L * 1024);
                assertThat(writing.get()).isEqualTo(frames);
            }
        }
    }

    @Test
    void twentySessionsAtOnceKeepTheirBytesApart() throws Exception {
        Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 20; i++) {
                try {
                    Socket session = platform.accept();
                    Thread.ofVirtual().start(() -> echo(session));
                } catch (IOException e) {
                    return; // the test is over
                }
            }
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> clients = new ArrayList<>();
            for (int seed = 0; seed < 20; seed++) {
                byte[] bytes = new byte[200_000];
                new Random(seed).nextBytes(bytes);
                clients.add(() -> {
                    try (SSLSocket client = connect()) {
                        send(client, SECRET);
                        Thread.ofVirtual().start(() -> {
                            try {
                                client.getOutputStream().write(bytes);
                            } catch (IOException e) {
                                throw new AssertionError(e);
                            }
                        });
                        return Arrays.equals(client.getInputStream().readNBytes(bytes.length), bytes);
                    }
                });
            }
            for (Future<Boolean> same : threads.invokeAll(clients)) {
                assertThat(same.get()).isTrue();
            }
        }
    }

    private static void echo(Socket session) {
        try (session) {
            exactly(session, SECRET.length());
            byte[] buffer = new byte[8 * 1024];
            InputStream in = session.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                session.getOutputStream().write(frame(Arrays.copyOf(buffer, read)));
            }
        } catch (IOException e) {
            // The client went first.
        }
    }

    @Test
    void withoutThePlatformTheClientReadsASentence() throws Exception {
        platform.close();
        try (SSLSocket client = connect()) {
            send(client, SECRET);

            assertThat(record(client)).isEqualTo("rendezvous\r\n");
            assertThat(record(client)).contains("Try again");
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void withoutTlsASecretIsNoRequest() {
        try (Wire client = router.connect()) {
            client.send(SECRET + "\r\n");

            assertThat(client.readHead().status()).isEqualTo(400);
        }
    }

    @Test
    void anHttpClientThatBeginsSlowlyIsStillServed() throws Exception {
        try (TestUpstream shop = TestUpstream.saying("ok");
                Wire client = new Wire(TlsTests.handshake(home, router.address(), "shop.localhost", "shop.localhost"))) {
            router.route("shop.localhost", shop.upstream());
            client.send("G");
            client.send("ET / HTTP/1.1\r\nHost: shop.localhost\r\n\r\n");

            assertThat(client.readResponse().body()).isEqualTo("ok");
        }
    }
}
