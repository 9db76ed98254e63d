package dev.slipway.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.concurrent.ImmediateEventExecutor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTests {

    @TempDir
    Path home;

    @Test
    void httpAndHttpsShareOnePortAndTheDynoLearnsWhich() throws Exception {
        try (TestUpstream shop = TestUpstream.saying("ok");
                TestRouter router = TestRouter.start(home).route("shop.localhost", shop.upstream());
                Wire client = new Wire(handshake(router.address(), "shop.localhost", "shop.localhost"))) {
            assertThat(router.get("shop.localhost", "/").body()).isEqualTo("ok");
            assertThat(client.get("shop.localhost", "/").readResponse().body()).isEqualTo("ok");

            assertThat(shop.awaitRequest().field("X-Forwarded-Proto")).isEqualTo("http");
            Wire.Head secure = shop.awaitRequest();
            assertThat(secure.field("X-Forwarded-Proto")).isEqualTo("https");
            assertThat(secure.field("X-Forwarded-Port")).isEqualTo("443");
        }
    }

    @Test
    void aClientWithoutServerNameGetsTheDomainsCertificate() throws Exception {
        try (TestRouter router = TestRouter.start(home)) {
            for (String name : List.of("localhost", "api.localhost", "git.localhost", "127.0.0.1", "::1")) {
                try (SSLSocket socket = handshake(router.address(), null, name)) {
                    assertThat(socket.getApplicationProtocol()).as(name).isEqualTo("http/1.1");
                }
            }
        }
    }

    @Test
    void aHostnameUnderATopLevelDomainGetsItsOwnCertificateOnceItHasARoute() throws Exception {
        try (TestUpstream shop = TestUpstream.saying("ok"); TestRouter router = TestRouter.start(home)) {
            assertThatThrownBy(() -> handshake(router.address(), "www.example.org", "www.example.org"))
                    .isInstanceOf(SSLHandshakeException.class);

            router.route("www.example.org", shop.upstream());

            handshake(router.address(), "www.example.org", "www.example.org").close();
        }
    }

    @Test
    void theCaSurvivesARestartAndCanBeFetched() throws Exception {
        String first;
        try (TestRouter router = TestRouter.start(home)) {
            Wire.Response response = router.get("localhost", "/ca.crt");
            assertThat(response.head().field("Content-Type")).isEqualTo("application/x-pem-file");
            first = response.body();
        }
        try (TestRouter router = TestRouter.start(home)) {
            assertThat(router.get("api.localhost", "/ca.crt").body()).isEqualTo(first);
            assertThat(router.get("shop.localhost", "/ca.crt").status()).isEqualTo(404);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("ca.key"))))
                .isEqualTo("rw-------");
        X509Certificate ca = parse(first);
        assertThat(ca.getBasicConstraints()).isNotNegative();
        assertThat(Duration.between(ca.getNotBefore().toInstant(), ca.getNotAfter().toInstant()))
                .isGreaterThan(Duration.ofDays(3650));
    }

    @Test
    void aDamagedCaIsNeverReplaced() throws Exception {
        PrivateCa.loadOrCreate(home, Clock.systemUTC());
        Files.delete(home.resolve("ca.key"));

        assertThatThrownBy(() -> PrivateCa.loadOrCreate(home, Clock.systemUTC()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("restore");
    }

    @Test
    void aRunningRouterTakesTheRenewedCertificate() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
        InstantSource source = now::get;
        Certificates certificates = new Certificates(home, "localhost", new RouteTable(), source.withZone(ZoneOffset.UTC));
        X509Certificate first = stored();
        var before = context(certificates);

        now.set(first.getNotAfter().toInstant().minus(Duration.ofDays(140)));
        certificates.renewIfNeeded();
        assertThat(stored()).isEqualTo(first);
        assertThat(context(certificates)).isSameAs(before);

        now.set(first.getNotAfter().toInstant().minus(Duration.ofDays(100)));
        certificates.renewIfNeeded();
        assertThat(stored()).isNotEqualTo(first);
        assertThat(context(certificates)).isNotSameAs(before);
        assertThat(Duration.between(first.getNotBefore().toInstant(), first.getNotAfter().toInstant()))
                .isLessThanOrEqualTo(Duration.ofDays(397));
    }

    @Test
    void theCertificateIsKeptOverARestartAndReplacedWhenTheDomainChanges() throws Exception {
        new Certificates(home, "localhost", new RouteTable(), Clock.systemUTC());
        X509Certificate first = stored();
        new Certificates(home, "localhost", new RouteTable(), Clock.systemUTC());
        assertThat(stored()).isEqualTo(first);

        new Certificates(home, "paas.example.org", new RouteTable(), Clock.systemUTC());

        assertThat(stored().getSubjectAlternativeNames())
                .extracting(alternative -> (Object) alternative.get(1))
                .contains("paas.example.org", "*.paas.example.org", "git.paas.example.org", "localhost", "127.0.0.1");
    }

    private static Object context(Certificates certificates) {
        return certificates.map(null, ImmediateEventExecutor.INSTANCE.newPromise()).getNow();
    }

    private X509Certificate stored() throws Exception {
        return parse(Files.readString(home.resolve("tls.crt")));
    }

    private static X509Certificate parse(String pem) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }

    /** A client that trusts the private CA only, and checks the certificate for {@code name} as a browser does. */
    private SSLSocket handshake(InetSocketAddress address, @Nullable String serverName, String name) throws Exception {
        return handshake(home, address, serverName, name);
    }

    static SSLSocket handshake(Path home, InetSocketAddress address, @Nullable String serverName, String name)
            throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null);
        trusted.setCertificateEntry("ca", parse(Files.readString(home.resolve("ca.crt"))));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        Socket plain = new Socket("127.0.0.1", address.getPort());
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, name, address.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
        parameters.setServerNames(serverName == null ? List.of() : List.of(new SNIHostName(serverName)));
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(60_000);
        try {
            socket.startHandshake();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return socket;
    }
}
