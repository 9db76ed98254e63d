package dev.slipway.platform;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
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
    private final String host = OwnAddress.find().getHostAddress();
    private final KeyStore named = keys("named", "ip:" + host);
    private final KeyStore misnamed = keys("misnamed", "dns:elsewhere.example");
    private final KeyStore unknown = keys("unknown", "ip:" + host);

    LogReceivers() throws Exception {}

    /** Where all of them are. */
    String host() {
        return host;
    }

    /** Trusts all their certificates but the unknown one. */
    SSLContext trust() throws Exception {
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        certificates.setCertificateEntry("named", named.getCertificate("named"));
        certificates.setCertificateEntry("misnamed", misnamed.getCertificate("misnamed"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(certificates);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private KeyStore keys(String alias, String subject) throws Exception {
        Path file = folder.resolve(alias + ".p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
                "-alias", alias, "-keyalg", "EC", "-dname", "CN=" + alias, "-ext", "san=" + subject, "-storetype", "PKCS12",
                "-keystore", file.toString(), "-storepass", PASSWORD).redirectErrorStream(true).start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new AssertionError(output);
        }
        return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    }

    private static SSLContext server(KeyStore keys) throws GeneralSecurityException {
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), null, null);
        return context;
    }

    Https https() throws Exception {
        return new Https(server(named));
    }

    Https httpsWithUnknownCertificate() throws Exception {
        return new Https(server(unknown));
    }

    /** Does nothing by itself. */
    ServerSocket tls() throws Exception {
        return server(named).getServerSocketFactory().createServerSocket(0, 50, OwnAddress.find());
    }

    Syslog syslog() throws IOException {
        return new Syslog(new ServerSocket(0, 50, OwnAddress.find()));
    }

    Syslog syslogOverTls() throws Exception {
        return syslogOverTls(named);
    }

    Syslog syslogWithCertificateOfAnotherHost() throws Exception {
        return syslogOverTls(misnamed);
    }

    private static Syslog syslogOverTls(KeyStore keys) throws Exception {
        return new Syslog(server(keys).getServerSocketFactory().createServerSocket(0, 50, OwnAddress.find()));
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
            server = HttpsServer.create(new InetSocketAddress(OwnAddress.find(), 0), 50);
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
