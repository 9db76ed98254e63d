package dev.slipway.platform;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Servers that take logs on real sockets of this machine, under a certificate that {@link #trust} trusts. */
final class LogReceivers {

    private static final String PASSWORD = "changeit";

    private final Path folder = Files.createTempDirectory("log-receivers");
    private final SSLContext trusted = context("localhost");
    private final SSLContext untrusted = context("unknown");

    LogReceivers() throws Exception {}

    /** Trusts one of the two certificates. */
    SSLContext trust() {
        return trusted;
    }

    /** Both as a server with this key and as a client that trusts it. */
    private SSLContext context(String alias) throws Exception {
        Path file = folder.resolve(alias + ".p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
                "-alias", alias, "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost", "-storetype", "PKCS12",
                "-keystore", file.toString(), "-storepass", PASSWORD).redirectErrorStream(true).start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new AssertionError(output);
        }
        KeyStore keys = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD.toCharArray());
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        certificates.setCertificateEntry(alias, keys.getCertificate(alias));
        TrustManagerFactory others = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        others.init(certificates);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), others.getTrustManagers(), null);
        return context;
    }

    Https https() throws IOException {
        return new Https(trusted);
    }

    Https httpsWithUnknownCertificate() throws IOException {
        return new Https(untrusted);
    }

    Syslog syslog() throws IOException {
        return new Syslog(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    }

    Syslog syslogOverTls() throws IOException {
        return new Syslog(trusted.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    }

    /** One request that a drain sent. */
    record Delivery(String path, Map<String, List<String>> headers, String body) {

        String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }
    }

    /** Answers each request with {@link #status}. */
    static final class Https implements AutoCloseable {
        final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
        volatile int status = 204;
        private final HttpsServer server;

        private Https(SSLContext context) throws IOException {
            server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
            server.setHttpsConfigurator(new HttpsConfigurator(context));
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", this::answer);
            server.start();
        }

        private void answer(HttpExchange exchange) throws IOException {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            int answer = status;
            if (answer == 302) {
                exchange.getResponseHeaders().set("Location", "/elsewhere");
            }
            deliveries.add(new Delivery(exchange.getRequestURI().toString(), Map.copyOf(exchange.getRequestHeaders()), body));
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        }

        int port() {
            return server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    /** Keeps all messages, each without its length. */
    static final class Syslog implements AutoCloseable {
        final List<String> messages = new CopyOnWriteArrayList<>();
        private final List<Socket> connections = new CopyOnWriteArrayList<>();
        private final ServerSocket server;
        volatile int hangUps;

        private Syslog(ServerSocket server) {
            this.server = server;
            Thread.ofVirtual().start(this::accept);
        }

        private void accept() {
            try {
                while (true) {
                    Socket socket = server.accept();
                    connections.add(socket);
                    Thread.ofVirtual().start(() -> read(socket));
                }
            } catch (IOException e) {
                // The test is over.
            }
        }

        private void read(Socket socket) {
            try (socket) {
                InputStream in = socket.getInputStream();
                int length = 0;
                for (int next = in.read(); next >= 0; next = in.read()) {
                    if (next == ' ') {
                        messages.add(new String(in.readNBytes(length), StandardCharsets.UTF_8));
                        length = 0;
                    } else {
                        length = 10 * length + Character.digit(next, 10);
                    }
                }
                hangUps++;
            } catch (IOException e) {
                // So do drains end.
            }
        }

        /** Ends the connections there are; new ones are taken. */
        void hangUp() throws IOException {
            for (Socket socket : connections) {
                socket.close();
            }
        }

        int port() {
            return server.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            server.close();
            hangUp();
        }
    }
}
