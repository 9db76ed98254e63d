package dev.slipway.platform.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Add-ons that the catalogue describes as containers: Memcached as it is shipped, and files with mistakes. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ContainerAddonIT {

    private static final int NO_ERROR = 0;

    @TempDir
    static Path home;
    @TempDir
    static Path user;
    @TempDir
    static Path catalogue;

    private static Installation slipway;
    private static HerokuCli heroku;

    @BeforeAll
    static void install() throws Exception {
        Files.writeString(catalogue.resolve("unbuilt.yml"), """
                name: unbuilt
                driver: container
                attachment: UNBUILT
                settings: {image: "slipway/addon-unbuilt:trixie", ports: [80], config: {URL: "http://${HOST}:${PORT}"}}
                plans: [{name: free}]
                """);
        slipway = new Installation(home, "slipway.addons.catalogue=" + catalogue);
        slipway.start();
        heroku = HerokuCli.of(slipway, user);
        heroku.login(slipway.firstLogin().get("email"), slipway.firstLogin().get("password"));
    }

    @AfterAll
    static void remove() {
        slipway.close();
    }

    private static Map<String, String> config(String app) {
        return heroku.run("config", "-s", "-a", app).succeeds().output().lines().map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1].replace("'", "")));
    }

    @Test
    void memcachedTakesTheUserThatItsConfigVarsName() throws Exception {
        heroku.run("apps:create", "fast").succeeds();
        assertThat(heroku.run("addons:create", "memcachier", "-a", "fast", "--wait").succeeds().output()).contains("MEMCACHIER_PASSWORD",
                "MEMCACHIER_SERVERS", "MEMCACHIER_USERNAME");
        Map<String, String> config = config("fast");
        assertThat(logIn(config, config.get("MEMCACHIER_PASSWORD"))).isEqualTo(NO_ERROR);
        assertThat(logIn(config, "guessed")).isNotEqualTo(NO_ERROR);

        heroku.run("addons:upgrade", "memcachier:100", "-a", "fast").succeeds();
        assertThat(config("fast")).as("an upgrade keeps the address and the password").isEqualTo(config);
        assertThat(logIn(config, config.get("MEMCACHIER_PASSWORD"))).isEqualTo(NO_ERROR);
        heroku.run("apps:destroy", "fast", "--confirm", "fast").succeeds();
    }

    /** Speaks Memcached's binary protocol: SASL PLAIN. @return the status of the answer */
    private static int logIn(Map<String, String> config, String password) throws IOException {
        String[] server = config.get("MEMCACHIER_SERVERS").split(":");
        byte[] mechanism = "PLAIN".getBytes(StandardCharsets.US_ASCII);
        byte[] proof = ("\0" + config.get("MEMCACHIER_USERNAME") + "\0" + password).getBytes(StandardCharsets.UTF_8);
        try (Socket socket = new Socket(server[0], Integer.parseInt(server[1]))) {
            socket.getOutputStream().write(ByteBuffer.allocate(24 + mechanism.length + proof.length).put((byte) 0x80).put((byte) 0x21)
                    .putShort((short) mechanism.length).putInt(0).putInt(mechanism.length + proof.length).putInt(0).putLong(0)
                    .put(mechanism).put(proof).array());
            DataInputStream answer = new DataInputStream(socket.getInputStream());
            answer.skipNBytes(6);
            return answer.readUnsignedShort();
        }
    }

    @Test
    void anImageThatIsNotHereIsNamedWithTheCommandThatBuildsIt() {
        heroku.run("apps:create", "early").succeeds();
        assertThat(heroku.run("addons:create", "unbuilt", "-a", "early").fails().output().replaceAll("[\\s›]+", " "))
                .contains("slipway/addon-unbuilt:trixie is not on this server. Your administrator gets it with: "
                        + "./slipway addons build unbuilt");
        assertThat(heroku.run("addons", "-a", "early").succeeds().output()).contains("No add-ons");
    }

    @Test
    void allMistakesOfACatalogueAreListedAtStart(@TempDir Path elsewhere) throws Exception {
        Path mistaken = Files.createDirectory(elsewhere.resolve("addons"));
        Files.writeString(mistaken.resolve("one.yml"), """
                name: one
                driver: container
                attachment: ONE
                settings:
                  imagee: some/image
                  ports: [http]
                  environment: {SECRET: "${PASWORD}"}
                  config: {URL: "http://${HOST}"}
                plans: [{name: small, settings: {memory: 1MB}}, {name: large}]
                """);
        Files.writeString(mistaken.resolve("two.yml"), """
                name: two
                driver: partner
                attachment: TWO
                settings: {base_url: nowhere, config_vars: [ONE_URL], password: {env: NOT_SET_ANYWHERE}}
                plans: [{name: free}]
                """);
        try (Installation other = new Installation(elsewhere, "slipway.addons.catalogue=" + mistaken)) {
            AssertionError failure = assertThrows(AssertionError.class, other::start);
            assertThat(failure.getMessage()).contains(List.of("one.yml: settings.ports[0] is no port", "settings.image is missing",
                    "settings.imagee is not known", "settings.environment.SECRET has variables that are not known: ${PASWORD}",
                    "settings.memory is less than 6MB (plan small)", "two.yml: settings.config_vars[0] must begin with TWO_",
                    "settings.base_url is no address", "settings.password names neither", "settings.sso_salt is missing",
                    "settings.client_secret is missing"));
        }
    }
}
