package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.domain.TestCertificates;
import dev.slipway.platform.domain.TestCertificates.Issued;
import dev.slipway.platform.route.RouterToken;
import dev.slipway.router.RouterServer;
import dev.slipway.router.RouterSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Custom domains and certificates, from the API to what a visitor of a real router gets. */
@PlatformTest
class DomainsIT {

    private static final String PASSWORD = "correct horse";
    private static final Duration SOON = Duration.ofMinutes(1);

    @TempDir
    Path home;
    @LocalServerPort
    private int port;
    @Autowired
    private Accounts accounts;
    @Autowired
    private RouterToken token;
    @Autowired
    private JdbcTemplate sql;

    private final HttpClient http = HttpClient.newHttpClient();
    private RouterServer router;
    private ApiClient user;
    private String name;
    private String app;
    /** Domains are unique in the installation, which tests share. */
    private String domain;

    @BeforeEach
    void anAppBehindARouter() throws Exception {
        user = account();
        name = user.post("/apps", "{}").is(201).text("name");
        app = "/apps/" + name;
        domain = "d-" + UUID.randomUUID() + ".example.org";
        router = router();
    }

    @AfterEach
    void stop() {
        router.close();
    }

    @Test
    void aDomainLeadsToItsAppUntilItIsRemoved() throws Exception {
        var added = add("WWW." + domain).is(201);

        assertThat(added.text("hostname")).isEqualTo("www." + domain);
        assertThat(added.text("kind")).isEqualTo("custom");
        assertThat(added.text("status")).isEqualTo("none");
        assertThat(added.text("cname")).matches("dns-[0-9a-f]{12}\\.localhost");
        awaitStatus("www." + domain, 200);
        assertThat(visit("www." + domain)).contains("heroku git:remote -a " + name);
        assertThat(user.get(app + "/domains/" + added.text("id")).is(200).text("hostname")).isEqualTo("www." + domain);

        user.delete(app + "/domains/www." + domain).is(200);

        awaitStatus("www." + domain, 404);
        user.get(app + "/domains/www." + domain).isError(404, "not_found");
    }

    @Test
    void theOwnNameIsListedFirstAndStaysAsItIs() throws Exception {
        var own = user.get(app + "/domains").is(200).body().get(0);

        assertThat(own.path("hostname").asString()).isEqualTo(name + ".localhost");
        assertThat(own.path("kind").asString()).isEqualTo("heroku");
        assertThat(own.path("cname").isNull()).isTrue();
        user.delete(app + "/domains/" + name + ".localhost").isError(422, "invalid_params");
        user.patch(app + "/domains/" + name + ".localhost", "{\"sni_endpoint\":null}").isError(422, "invalid_params");
    }

    @Test
    void domainsStayWhenTheAppIsRenamedAndGoWhenItIsDestroyed() throws Exception {
        String target = add("www." + domain).is(201).text("cname");
        String renamed = "n-" + UUID.randomUUID().toString().substring(0, 13);
        user.patch(app, "{\"name\":\"" + renamed + "\"}").is(200);

        await().atMost(SOON).until(() -> visit("www." + domain).contains("heroku git:remote -a " + renamed));
        assertThat(user.get("/apps/" + renamed + "/domains/www." + domain).is(200).text("cname")).isEqualTo(target);

        user.delete("/apps/" + renamed).is(200);

        awaitStatus("www." + domain, 404);
        String other = "/apps/" + user.post("/apps", "{}").is(201).text("name");
        user.post(other + "/domains", json(Map.of("hostname", "www." + domain))).is(201);
    }

    @Test
    void anExactNameGoesBeforeAWildcard() throws Exception {
        add("*." + domain).is(201);
        awaitStatus("anything." + domain, 200);
        awaitStatus(domain, 404);
        awaitStatus("a.b." + domain, 404);
    }

    @Test
    void aDomainBelongsToOneAppOnlyAndWhoseIsNotTold() throws Exception {
        add("www." + domain).is(201);
        add("*.wild." + domain).is(201);
        ApiClient stranger = account();
        String name2 = stranger.post("/apps", "{}").is(201).text("name");

        for (String taken : List.of("www." + domain, "WWW." + domain, "*." + domain, "a.wild." + domain)) {
            assertThat(stranger.post("/apps/" + name2 + "/domains", json(Map.of("hostname", taken)))
                    .isError(422, "invalid_params").text("message")).as(taken).contains("another app").doesNotContain(name);
        }
        // Neither takes anything from the other.
        stranger.post("/apps/" + name2 + "/domains", json(Map.of("hostname", "a.b." + domain))).is(201);
        add("www." + domain).isError(422, "invalid_params");
        add("*." + domain).is(201);
    }

    @Test
    void whatIsNoDomainOfAUserIsRefused() throws Exception {
        for (String hostname : List.of("localhost", "x.localhost", "api.localhost", "*.localhost", "127.0.0.1",
                "http://www.example.org", "a b", "$(id)", "\\u0000", "")) {
            user.post(app + "/domains", "{\"hostname\":\"" + hostname + "\",\"sni_endpoint\":null}").isError(422, "invalid_params");
        }
        for (String malformed : List.of("{}", "{\"hostname\":null}", "{\"hostname\":{}}", "{\"hostname\":[\"a.b\"]}", "[]", "1")) {
            assertThat(user.post(app + "/domains", malformed).status()).as(malformed).isIn(400, 422);
        }
        for (String nonsense : List.of("x", "a%20b", "%24(id)", "*.*", "..", "www.example.org")) {
            user.get(app + "/domains/" + nonsense).is(404);
        }
    }

    @Test
    void theListIsPagedAsTheCliReadsItAndAThousandIsTheLimit() throws Exception {
        sql.update("insert into domain (id, app_id, hostname, created_at, updated_at) select gen_random_uuid(), "
                + "(select id from app where name = ?), 'x' || n || '.' || ?, now(), now() from generate_series(1, 1000) n",
                name, domain);

        List<String> hostnames = new ArrayList<>();
        var page = user.get(app + "/domains", "Range", "id ..; max=1000;").is(206);
        while (true) {
            page.body().forEach(one -> hostnames.add(one.path("hostname").asString()));
            if (page.status() != 206) {
                break;
            }
            page = user.get(app + "/domains", "Range", page.response().headers().firstValue("Next-Range").orElseThrow());
        }

        assertThat(hostnames).hasSize(1001).doesNotHaveDuplicates();
        assertThat(add("one-more." + domain).isError(422, "invalid_params").text("message")).contains("1000");
    }

    @Test
    void aCertificateIsServedForItsDomainsAndReplacedAndRemoved() throws Exception {
        Issued first = TestCertificates.selfSigned("www." + domain);
        Issued second = TestCertificates.selfSigned("*." + domain);
        add("www." + domain).is(201);
        var endpoint = upload(first).is(201);
        String endpointName = endpoint.text("name");
        assertThat(endpoint.body().path("domains")).isEmpty();

        var secured = user.patch(app + "/domains/www." + domain, json(Map.of("sni_endpoint", endpointName))).is(200);

        assertThat(secured.body().path("sni_endpoint").path("name").asString()).isEqualTo(endpointName);
        awaitCertificate(first.x509());
        var shown = user.get(app + "/sni-endpoints/" + endpointName).is(200).body();
        assertThat(shown.path("domains")).hasSize(1);
        assertThat(shown.path("ssl_cert").path("cert_domains").get(0).asString()).isEqualTo("www." + domain);
        assertThat(shown.path("ssl_cert").path("self_signed?").asBoolean()).isTrue();
        assertThat(shown.path("ssl_cert").path("ca_signed?").asBoolean()).isFalse();
        assertThat(shown.toString()).doesNotContain("PRIVATE KEY");

        user.patch(app + "/sni-endpoints/" + endpointName, json(Map.of("certificate_chain", second.certificate(),
                "private_key", second.key()))).is(200);
        awaitCertificate(second.x509());

        user.delete(app + "/sni-endpoints/" + endpointName).is(200);
        await().atMost(SOON).until(() -> certificate().getIssuerX500Principal().getName().contains("Slipway"));
        assertThat(user.get(app + "/domains/www." + domain).is(200).body().path("sni_endpoint").isNull()).isTrue();
    }

    @Test
    void aCertificateIsOnlyForDomainsItNames() throws Exception {
        String endpoint = upload(TestCertificates.selfSigned("mail." + domain)).is(201).text("name");

        assertThat(user.post(app + "/domains", json(Map.of("hostname", "www." + domain, "sni_endpoint", endpoint)))
                .isError(422, "invalid_params").text("message")).contains("mail." + domain, "www." + domain);
        user.post(app + "/domains", json(Map.of("hostname", "mail." + domain, "sni_endpoint", endpoint))).is(201);
        Issued other = TestCertificates.selfSigned("www." + domain);
        user.patch(app + "/sni-endpoints/" + endpoint, json(Map.of("certificate_chain", other.certificate(),
                "private_key", other.key()))).isError(422, "invalid_params");
        user.post(app + "/domains", json(Map.of("hostname", "x." + domain, "sni_endpoint", "nonsense"))).isError(404, "not_found");
        user.post(app + "/domains", json(Map.of("hostname", "x." + domain, "sni_endpoint", "\0"))).isError(404, "not_found");
    }

    @Test
    void keysAreEncryptedAtRest() throws Exception {
        upload(TestCertificates.selfSigned("www." + domain)).is(201);

        for (byte[] stored : sql.queryForList("select private_key from sni_endpoint", byte[].class)) {
            assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("PRIVATE KEY");
        }
    }

    @Test
    void automaticCertificatesAreExplained() throws Exception {
        assertThat(user.post(app + "/acm", "{}").isError(501, "not_implemented").text("message")).contains("certs:add", "/ca.crt");
        user.patch(app + "/acm", "{\"acm_refresh\":true}").isError(501, "not_implemented");
        user.delete(app + "/acm").is(204);
    }

    private ApiClient account() throws Exception {
        String email = "u-" + UUID.randomUUID() + "@example.org";
        accounts.create(email, PASSWORD, false);
        return ApiClient.anonymous(port).login(email, PASSWORD);
    }

    private RouterServer router() throws Exception {
        RouterServer server = new RouterServer(new RouterSettings(
                List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), "localhost",
                URI.create("http://127.0.0.1:" + port), token.value(), home));
        server.start();
        return server;
    }

    private ApiClient.Answer add(String hostname) throws Exception {
        return user.post(app + "/domains", json(Map.of("hostname", hostname)));
    }

    private ApiClient.Answer upload(Issued issued) throws Exception {
        return user.post(app + "/sni-endpoints", json(Map.of("certificate_chain", issued.certificate(),
                "private_key", issued.key())));
    }

    private static String json(Map<String, ?> body) {
        return new JsonMapper().writeValueAsString(body);
    }

    private HttpRequest request(String host) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + router.addresses().getFirst().getPort() + "/"))
                .header("Host", host).header("Accept", "text/html").build();
    }

    private String visit(String host) throws Exception {
        return http.send(request(host), BodyHandlers.ofString()).body();
    }

    private void awaitStatus(String host, int status) {
        await().atMost(SOON).until(() -> http.send(request(host), BodyHandlers.discarding()).statusCode(), code -> code == status);
    }

    private void awaitCertificate(X509Certificate wanted) {
        await().atMost(SOON).until(this::certificate, wanted::equals);
    }

    /** What a client that takes any certificate gets for www. */
    private X509Certificate certificate() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Credulous()}, null);
        int routerPort = router.addresses().getFirst().getPort();
        try (Socket plain = new Socket("127.0.0.1", routerPort);
                SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, "www." + domain, routerPort, true)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName("www." + domain)));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
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
