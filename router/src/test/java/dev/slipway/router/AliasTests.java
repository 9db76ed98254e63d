package dev.slipway.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes with several names, and the certificates brought for them. */
class AliasTests {

    private static final String OWN = "shop.localhost";

    @TempDir
    Path home;

    @TempDir
    Path elsewhere;

    private PrivateCa otherCa;

    @BeforeEach
    void anotherAuthority() throws Exception {
        otherCa = PrivateCa.loadOrCreate(elsewhere, Clock.systemUTC());
    }

    @Test
    void everyNameOfARouteLeadsToItAndAllChangeInOneStep() {
        try (TestUpstream shop = TestUpstream.saying("shop"); TestRouter router = TestRouter.start(home)) {
            router.put(route(List.of("www.example.org", "*.shop.example.org"), List.of(), shop.upstream()));
            for (String name : List.of(OWN, "www.example.org", "WWW.example.org", "a.shop.example.org")) {
                assertThat(router.get(name, "/").body()).as(name).isEqualTo("shop");
            }
            for (String name : List.of("example.org", "shop.example.org", "a.b.shop.example.org", "www.example.org.evil.org")) {
                assertThat(router.get(name, "/").status()).as(name).isEqualTo(404);
            }

            router.put(route(List.of("new.example.org"), List.of(), shop.upstream()));

            assertThat(router.get("new.example.org", "/").status()).isEqualTo(200);
            assertThat(router.get("www.example.org", "/").status()).isEqualTo(404);

            router.server().apply(new RouteUpdate.Remove(9, OWN));

            assertThat(router.get("new.example.org", "/").status()).isEqualTo(404);
        }
    }

    @Test
    void anExactNameComesBeforeAWildcardAndAnAppsOwnNameBeforeAnAlias() {
        RouteTable table = new RouteTable();
        table.apply(new RouteUpdate.Put(1, new Route("a.localhost", "a", "a", Route.Status.NO_RELEASE, List.of(),
                List.of("*.example.org", "b.localhost"), List.of())));
        table.apply(new RouteUpdate.Put(2, new Route("b.localhost", "b", "b", Route.Status.NO_RELEASE, List.of(),
                List.of("www.example.org"), List.of())));

        assertThat(table.find("www.example.org")).map(Route::app).contains("b");
        assertThat(table.find("mail.example.org")).map(Route::app).contains("a");
        assertThat(table.find("b.localhost")).map(Route::app).contains("b");
    }

    @Test
    void aBroughtCertificateIsServedForItsNamesOnly() throws Exception {
        KeyAndCertificates brought = otherCa.issue(List.of("www.example.org"));
        try (TestUpstream shop = TestUpstream.saying("shop"); TestRouter router = TestRouter.start(home)) {
            router.put(route(List.of("www.example.org", "mail.example.org"), List.of(certificate(brought, "www.example.org")),
                    shop.upstream()));

            assertThat(seen(router, "www.example.org")).isEqualTo(brought.certificate());
            assertThat(seen(router, "mail.example.org").getIssuerX500Principal())
                    .isNotEqualTo(otherCa.certificate().getSubjectX500Principal());
        }
    }

    @Test
    void aNewCertificateServesNewConnectionsWhileOldOnesGoOn() throws Exception {
        KeyAndCertificates first = otherCa.issue(List.of("*.example.org"));
        KeyAndCertificates second = otherCa.issue(List.of("*.example.org"));
        try (TestUpstream shop = TestUpstream.saying("shop"); TestRouter router = TestRouter.start(home)) {
            router.put(route(List.of("*.example.org"), List.of(certificate(first, "*.example.org")), shop.upstream()));
            try (Wire open = new Wire(handshake(router, "www.example.org"))) {
                assertThat(open.get("www.example.org", "/").readResponse().body()).isEqualTo("shop");

                router.put(route(List.of("*.example.org"), List.of(certificate(second, "*.example.org")), shop.upstream()));

                assertThat(seen(router, "www.example.org")).isEqualTo(second.certificate());
                assertThat(open.get("www.example.org", "/").readResponse().body()).isEqualTo("shop");
            }
        }
    }

    @Test
    void namesThatLeftTheTableGetNoCertificateAnyMore() throws Exception {
        try (TestUpstream shop = TestUpstream.saying("shop"); TestRouter router = TestRouter.start(home)) {
            router.put(route(List.of("www.example.org", "*.wild.example.org"), List.of(), shop.upstream()));
            assertThat(names(seen(router, "www.example.org"))).containsExactly("www.example.org");
            assertThat(names(seen(router, "any.wild.example.org"))).containsExactly("*.wild.example.org");

            router.put(route(List.of(), List.of(), shop.upstream()));

            assertThat(names(seen(router, "www.example.org"))).contains("localhost").doesNotContain("www.example.org");
        }
    }

    @Test
    void aCertificateThatCannotBeReadIsReplacedByOneOfTheRouters() throws Exception {
        RouteCertificate broken = new RouteCertificate(Set.of("www.example.org"), "no", "certificate");
        try (TestUpstream shop = TestUpstream.saying("shop"); TestRouter router = TestRouter.start(home)) {
            router.put(route(List.of("www.example.org"), List.of(broken), shop.upstream()));

            assertThat(names(seen(router, "www.example.org"))).containsExactly("www.example.org");
        }
    }

    @Test
    void namesAndCertificatesSurviveARestartWithoutTheControlPlane() throws Exception {
        KeyAndCertificates brought = otherCa.issue(List.of("www.example.org"));
        try (TestUpstream shop = TestUpstream.saying("shop")) {
            try (TestRouter router = TestRouter.start(home)) {
                router.put(route(List.of("www.example.org"), List.of(certificate(brought, "www.example.org")), shop.upstream()));
            }
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("routes.json"))))
                    .isEqualTo("rw-------");
            try (TestRouter router = TestRouter.start(home)) {
                assertThat(router.get("www.example.org", "/").body()).isEqualTo("shop");
                assertThat(seen(router, "www.example.org")).isEqualTo(brought.certificate());
            }
        }
    }

    @Test
    void keysStandInNoLogLine() throws Exception {
        KeyAndCertificates brought = otherCa.issue(List.of("www.example.org"));
        RouteUpdate update = new RouteUpdate.Put(1,
                route(List.of("www.example.org"), List.of(certificate(brought, "www.example.org"))));

        assertThat(update.toString()).contains("www.example.org").doesNotContain("PRIVATE KEY");
        assertThat(RouteFeed.decodeUpdate(RouteFeed.encode(update))).isEqualTo(update);
    }

    private static Route route(List<String> aliases, List<RouteCertificate> certificates, Upstream... upstreams) {
        return new Route(OWN, "app-key", "shop", Route.Status.SERVING, List.of(upstreams), aliases, certificates);
    }

    private RouteCertificate certificate(KeyAndCertificates material, String hostname) throws Exception {
        Path key = elsewhere.resolve("brought.key");
        Path chain = elsewhere.resolve("brought.crt");
        material.write(key, chain);
        return new RouteCertificate(Set.of(hostname), Files.readString(chain, StandardCharsets.US_ASCII),
                Files.readString(key, StandardCharsets.US_ASCII));
    }

    private static List<Object> names(X509Certificate certificate) throws Exception {
        return certificate.getSubjectAlternativeNames().stream().<Object>map(name -> name.get(1)).toList();
    }

    private static X509Certificate seen(TestRouter router, String serverName) throws Exception {
        try (SSLSocket socket = handshake(router, serverName)) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    /** A client that takes any certificate, to see which it gets. */
    private static SSLSocket handshake(TestRouter router, String serverName) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Credulous()}, null);
        Socket plain = new Socket("127.0.0.1", router.address().getPort());
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, serverName, plain.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(serverName)));
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(60_000);
        socket.startHandshake();
        return socket;
    }

    private static final class Credulous implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
