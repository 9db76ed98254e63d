package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What the platform hands out to those who are not connected yet. */
@PlatformTest
class ConnectIT {

    @LocalServerPort
    private int port;

    @Test
    void theNpmPackageIsOneThatNpmTakes() throws Exception {
        HttpResponse<byte[]> answer = HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/cli.tgz")).build(), BodyHandlers.ofByteArray());

        assertThat(answer.statusCode()).isEqualTo(200);
        List<String> files = new ArrayList<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new GzipCompressorInputStream(new ByteArrayInputStream(answer.body())))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                files.add(entry.getName());
                if (entry.getName().equals("package/bin/slipway.js")) {
                    assertThat(entry.getMode() & 0111).isNotZero();
                }
            }
        }
        assertThat(files).contains("package/package.json", "package/bin/slipway.js", "package/lib/main.js")
                .noneMatch(file -> file.contains("test") || file.contains("node_modules"));
    }

    @Test
    void thePageSaysHowToConnectToTheAddressItIsSeenUnder() throws Exception {
        HttpResponse<String> page = HttpClient.newHttpClient().send(HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/connect")).header("X-Slipway-CA-Fingerprint", "AB:CD").build(),
                BodyHandlers.ofString());

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("npm install -g http://127.0.0.1:" + port + "/cli.tgz", "slipway login 127.0.0.1:" + port,
                "AB:CD", "ssh -N -L 5080:localhost:" + port + " YOU@127.0.0.1", "export HEROKU_HOST=&quot;http://localhost:5080&quot;",
                "$env:HEROKU_GIT_HOST = &quot;localhost:5080&quot;", "set HEROKU_DATA_HOST=localhost");
    }

    @Test
    void theNpmPackagesOwnTestsPass() throws Exception {
        Process tests = new ProcessBuilder("npm", "test").directory(Path.of("../cli").toFile())
                .redirectErrorStream(true).start();

        String output = new String(tests.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(tests.waitFor()).as(output).isZero();
        assertThat(output).containsPattern("(?m)^# pass [1-9][0-9]");
    }
}
