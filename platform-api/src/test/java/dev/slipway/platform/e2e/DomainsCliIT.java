package dev.slipway.platform.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.WebhookReceiver;
import dev.slipway.platform.domain.TestCertificates;
import dev.slipway.platform.domain.TestCertificates.Issued;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code heroku domains}, {@code heroku certs} and {@code heroku webhooks}, typed by a user. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class DomainsCliIT {

    @TempDir
    static Path home;
    @TempDir
    static Path user;

    private static Installation slipway;
    private static HerokuCli heroku;

    @TempDir
    Path folder;

    @BeforeAll
    static void install() throws Exception {
        slipway = new Installation(home);
        slipway.start();
        heroku = HerokuCli.of(slipway, user);
        heroku.login(slipway.firstLogin().get("email"), slipway.firstLogin().get("password"));
    }

    @AfterAll
    static void remove() {
        slipway.close();
    }

    @Test
    void domainsAreAddedShownWaitedForAndRemoved() throws Exception {
        heroku.run("apps:create", "shop").succeeds();
        assertThat(heroku.run("domains:add", "www.Example.org", "-a", "shop", "--wait").succeeds().output())
                .contains("Adding www.Example.org to shop").containsPattern("dns-[0-9a-f]{12}\\.localhost");
        heroku.run("domains:add", "*.example.net", "-a", "shop").succeeds();
        heroku.run("domains:add", "bücher.example", "-a", "shop").succeeds();

        assertThat(heroku.run("domains", "-a", "shop").succeeds().output()).contains("shop.localhost", "www.example.org",
                "*.example.net", "xn--bcher-kva.example", "CNAME", "ALIAS or ANAME");
        assertThat(heroku.run("domains:info", "www.example.org", "-a", "shop").succeeds().output())
                .contains("hostname", "www.example.org", "custom");
        heroku.run("domains:wait", "www.example.org", "-a", "shop").succeeds();
        heroku.run("domains:wait", "-a", "shop").succeeds();
        slipway.await("the router to know the domain", () -> visit("www.example.org").contains("git:remote -a shop"));
        assertThat(visit("any.example.net")).contains("git:remote -a shop");

        heroku.run("apps:create", "other").succeeds();
        assertThat(heroku.run("domains:add", "www.example.org", "-a", "other").fails().output()).contains("another app");
        assertThat(heroku.run("domains:add", "http://x", "-a", "other").fails().output()).contains("Domain name is invalid");

        heroku.run("domains:remove", "www.example.org", "-a", "shop").succeeds();
        heroku.run("domains:clear", "-a", "shop").succeeds();
        assertThat(heroku.run("domains", "-a", "shop").succeeds().output()).contains("shop.localhost").doesNotContain("example");
        slipway.await("the router to forget the domain", () -> visit("www.example.org").contains("There is no app here"));
    }

    @Test
    void certificatesAreAddedUsedUpdatedAndRemoved() throws Exception {
        Issued first = TestCertificates.selfSigned("secure.example.org");
        heroku.run("apps:create", "secure").succeeds();
        assertThat(heroku.run("certs", "-a", "secure").succeeds().output()).contains("has no SSL certificates");
        String added = heroku.run("certs:add", file("one.crt", first.certificate()), file("one.key", first.key()), "-a", "secure")
                .succeeds().output();
        assertThat(added).contains("secure.example.org", "SSL certificate is self signed");

        assertThat(heroku.run("certs", "-a", "secure").succeeds().output()).contains("secure.example.org", "SNI", "False");
        String name = find("certificate-\\d+", heroku.run("certs", "-a", "secure").output());
        heroku.run("domains:add", "secure.example.org", "-a", "secure", "--cert", name).succeeds();
        assertThat(heroku.run("domains", "-a", "secure").succeeds().output()).contains(name);
        assertThat(heroku.run("certs:info", "-a", "secure", "--show-domains").succeeds().output()).contains("secure.example.org");
        assertThat(heroku.run("certs:info", "-a", "secure", "--endpoint", "secure.example.org").succeeds().output())
                .contains("Common Name(s)");

        Issued second = TestCertificates.selfSigned("*.example.org");
        heroku.run("certs:update", file("two.crt", second.certificate()), file("two.key", second.key()), "-a", "secure",
                "--confirm", "secure").succeeds();
        assertThat(heroku.run("certs:info", "-a", "secure").succeeds().output()).contains("*.example.org");
        heroku.run("domains:update", "secure.example.org", "-a", "secure", "--cert", name).succeeds();
        assertThat(heroku.run("certs:add", file("one.crt", first.certificate()), file("two.key", second.key()), "-a", "secure")
                .fails().output()).contains("The key is not that of the certificate");
        heroku.run("certs:remove", "-a", "secure", "--confirm", "secure").succeeds();
        assertThat(heroku.run("certs", "-a", "secure").succeeds().output()).contains("has no SSL certificates");

        assertThat(heroku.run("certs:auto", "-a", "secure").succeeds().output()).contains("is disabled on");
        assertThat(heroku.run("certs:auto:enable", "-a", "secure").fails().output()).contains("heroku certs:add CRT KEY");
        heroku.run("certs:auto:disable", "-a", "secure", "--confirm", "secure").succeeds();
    }

    @Test
    void webhooksTellAReceiverAndTheirDeliveriesCanBeLookedAt() throws Exception {
        heroku.run("apps:create", "told").succeeds();
        try (WebhookReceiver receiver = WebhookReceiver.start()) {
            assertThat(heroku.run("webhooks", "-a", "told").succeeds().output()).contains("has no webhooks");
            String added = heroku.run("webhooks:add", "-i", "api:release,api:app", "-l", "sync", "-u", receiver.url("/hooks"),
                    "-a", "told", "-t", "Bearer 123").succeeds().output();
            assertThat(added).contains("Webhooks Signing Secret").containsPattern("[0-9a-f]{64}");
            String id = find("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", heroku.run("webhooks", "-a", "told").succeeds().output());
            assertThat(heroku.run("webhooks:info", id, "-a", "told").succeeds().output()).contains(receiver.url("/hooks"), "sync");

            heroku.run("config:set", "A=1", "-a", "told").succeeds();
            assertThat(receiver.await().body()).contains("\"resource\":\"release\"", "Set A config vars");

            slipway.await("the delivery to be noted",
                    () -> heroku.run("webhooks:deliveries", "-a", "told", "-s", "succeeded").output().contains("api:release"));
            String delivery = find("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
                    heroku.run("webhooks:deliveries", "-a", "told", "-s", "succeeded").succeeds().output());
            assertThat(heroku.run("webhooks:deliveries:info", delivery, "-a", "told").succeeds().output())
                    .contains("Event Payload", "Set A config vars", "succeeded", "200");
            assertThat(heroku.run("webhooks:events", "-a", "told").succeeds().output()).contains("release", "create");
            heroku.run("webhooks:update", id, "-i", "api:app", "-l", "notify", "-u", receiver.url("/other"), "-a", "told").succeeds();
            assertThat(heroku.run("webhooks", "-a", "told").succeeds().output()).contains("/other", "notify");
            assertThat(heroku.run("webhooks:add", "-i", "api:app", "-l", "sync", "-u", "http://localhost:8081/", "-a", "told").fails()
                    .output()).contains("where no webhook goes");
            heroku.run("webhooks:remove", id, "-a", "told").succeeds();
            assertThat(heroku.run("webhooks", "-a", "told").succeeds().output()).contains("has no webhooks");
        }
    }

    private static String find(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group();
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static String visit(String host) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + slipway.routerPort() + "/"))
                .header("Host", host).header("Accept", "text/html").build(), BodyHandlers.ofString()).body();
    }
}
