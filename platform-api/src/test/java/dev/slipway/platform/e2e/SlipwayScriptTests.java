package dev.slipway.platform.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.platform.e2e.Commands.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ./slipway} does without an installation, in a folder of its own, with programs that only pretend. */
class SlipwayScriptTests {

    private static final String RUNNING_ENGINE = """
            case "$1 $2" in
                'inspect '*) exit 1 ;;
                'info '*) echo / ;;
                *) echo 1.2.3 ;;
            esac
            """;

    @TempDir
    Path clone;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void cloneTheScript() throws IOException {
        Files.createDirectories(clone.resolve("addons"));
        copy("slipway");
        copy("stack/build-images");
        copy("stack/java-proxies");
        program("bin/docker", RUNNING_ENGINE);
        for (String dangerous : new String[] {"apt-get", "dockerd", "setsid", "systemctl", "sudo"}) {
            program("bin/" + dangerous, "touch '" + clone.resolve("touched") + "'; exit 1");
        }
        environment.putAll(Map.of("PATH", clone.resolve("bin") + ":" + System.getenv("PATH"), "HOME", clone.toString(),
                "XDG_STATE_HOME", "", "DOCKER_HOST", "", "SLIPWAY_PORTS", "", "SLIPWAY_DOMAIN", ""));
        for (String proxy : new String[] {"http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"}) {
            environment.put(proxy, "");
        }
    }

    private void copy(String name) throws IOException {
        program(name, Files.readString(Path.of("..", name)).replaceFirst("^#!/bin/sh\n", ""));
    }

    private void program(String name, String body) throws IOException {
        Path file = clone.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Result run(String program, String... arguments) {
        return runIn(clone, program, arguments);
    }

    private Result runIn(Path folder, String program, String... arguments) {
        return new Commands(folder, environment).run(Stream.concat(Stream.of(clone.resolve(program).toString()), Arrays.stream(arguments))
                .toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "no_proxy=a.example               | a.example",
            "no_proxy=a.example # production  | a.example",
            "`no_proxy=a.example\r`           | a.example",
            "`  export  no_proxy = a.example` | a.example",
            "no_proxy=\"a.example\" # quoted  | a.example",
            "no_proxy='a # $b \\c'            | a # $b \\c",
            "no_proxy=abc=                    | abc=",
            "no_proxy=a#b                     | a#b",
    })
    void dotEnvIsReadAsItIsMeant(String line, String value) throws IOException {
        HttpServer router = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        router.createContext("/ca.crt", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        router.start();
        int port = router.getAddress().getPort();
        try {
            Files.writeString(clone.resolve(".env"), "# a school\r\n\r\nSLIPWAY_PORTS=" + port + ",443 # both\r\n"
                    + line + "\nhttp_proxy=http://proxy.example:3128");

            String lines = run("slipway", "env").succeeds().output();

            assertThat(lines).contains("export HEROKU_HOST='http://localhost:" + port + "'\n")
                    .contains("export no_proxy='" + value + ",localhost,.localhost,127.0.0.1'\n");
        } finally {
            router.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SLIPWAY_PORTS", "= 80", "SLIPWAY PORTS=80", "SLIPWAY_PORTS: 80", "1PORT=80", "A=\"b", "A='b' c",
            "A=${B}", "A=\"$B\"", "A=\"\\n\""})
    void aLineThatIsNotUnderstoodIsSaid(String line) throws IOException {
        Files.writeString(clone.resolve(".env"), "# a school\n" + line + "\n");

        assertThat(run("slipway", "status").fails().output()).contains("Line 2 of ").contains("/.env is not understood");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "8080        | http://paas.example:8080",
            "80,443      | http://paas.example",
            "443,80      | https://paas.example",
    })
    void theAddressIsThatWhichOthersType(String ports, String address) throws IOException {
        environment.put("SLIPWAY_DOMAIN", "paas.example");
        Files.writeString(clone.resolve(".env"), "SLIPWAY_DOMAIN=the.environment.wins\nSLIPWAY_PORTS=" + ports + "\n");

        assertThat(run("slipway", "status").output()).containsPattern("(?m)^address +" + address + "$");
    }

    @Test
    void theTokensFileIsFoundFromWhereTheUserIs() throws IOException {
        BlockingQueue<String> authorizations = new LinkedBlockingQueue<>();
        HttpServer platform = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        platform.createContext("/admin/users", exchange -> {
            authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        platform.start();
        try {
            Path elsewhere = Files.createDirectories(clone.resolve("else where"));
            Files.writeString(elsewhere.resolve("token"), "operators\n");
            environment.put("SLIPWAY_OPERATOR_TOKEN_FILE", "token");
            environment.put("SLIPWAY_PLATFORM_PORT", Integer.toString(platform.getAddress().getPort()));

            runIn(elsewhere, "slipway", "users", "list").succeeds();

            assertThat(authorizations).containsExactly("Bearer operators");
        } finally {
            platform.stop(0);
        }
    }

    @Test
    void imagesThatCouldNotBeBuiltEndUpEvenIfNothingCanBeWritten() throws IOException {
        program("stack/build-images", "echo 'no mirror'; rm -rf target/slipway; exit 1");

        assertThat(run("slipway", "up").fails().output()).contains("no mirror").contains("could not be built").doesNotContain("done");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "logs", "down", "users list", "addons", "addons orphans"})
    void onlyWhatBuildsInstallsOrStartsDocker(String command) throws IOException {
        program("bin/docker", "exit 1");

        run("slipway", command.split(" ")).fails();

        assertThat(clone.resolve("touched")).satisfiesAnyOf(
                file -> assertThat(file).doesNotExist(),
                // Where somebody else's Docker runs, root is asked to ask it.
                _ -> assertThat(Files.isWritable(Path.of("/var/run/docker.sock"))).isFalse());
    }

    @Test
    void imagesAreMadeOfFilesThatEverybodyReadsAndToldOfMirrorsTheyAskFor() throws IOException {
        program("bin/docker", """
                [ "$1" = build ] || { echo 1; exit; }
                for context; do :; done
                echo "$@" >>arguments
                find "$context" ! -perm -004 >>arguments
                """);
        for (String image : new String[] {"plain", "asking"}) {
            program("stack/" + image + "/entrypoint", "");
            Files.setPosixFilePermissions(clone.resolve("stack/" + image + "/entrypoint"), PosixFilePermissions.fromString("rwxr-x---"));
            Files.writeString(clone.resolve("stack/" + image + "/Dockerfile"), image.equals("asking") ? "ARG PIP_INDEX_URL\n" : "");
        }
        environment.put("PIP_INDEX_URL", "https://mirror.example/simple");

        String output = run("stack/build-images", "plain", "asking").succeeds().output();

        assertThat(Files.readAllLines(clone.resolve("arguments"))).as(output).hasSize(2)
                .satisfiesExactly(plain -> assertThat(plain).contains("slipway/plain:trixie").doesNotContain("PIP_"),
                        asking -> assertThat(asking).contains("--build-arg PIP_INDEX_URL "));
    }

    @Test
    void mavenIsToldOfProxiesInJavasWords() {
        environment.putAll(Map.of("http_proxy", "http://proxy.example", "https_proxy", "http://me:secret@proxy.example:3128/",
                "no_proxy", "localhost, .example,,10.0.0.1,"));

        assertThat(run("stack/java-proxies").succeeds().output()).isEqualTo("-Dhttp.proxyHost=proxy.example -Dhttp.proxyPort=80 "
                + "-Dhttps.proxyHost=proxy.example -Dhttps.proxyPort=3128 -Dhttp.nonProxyHosts=*localhost|*example|*10.0.0.1");
    }
}
