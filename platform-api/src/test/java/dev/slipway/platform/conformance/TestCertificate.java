package dev.slipway.platform.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A certificate that signs itself, as {@code openssl} makes it for a student. */
final class TestCertificate {

    private TestCertificate() {}

    /**
     * Writes {@code server.crt} and {@code server.key}.
     *
     * @return the body with which the API takes them
     */
    static String of(String hostname, Path folder) throws IOException, InterruptedException {
        Process openssl = new ProcessBuilder("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-keyout",
                "server.key", "-out", "server.crt", "-subj", "/CN=" + hostname, "-addext", "subjectAltName=DNS:" + hostname)
                .directory(folder.toFile()).redirectErrorStream(true).start();
        byte[] output = openssl.getInputStream().readAllBytes();
        if (openssl.waitFor() != 0) {
            throw new AssertionError("openssl: " + new String(output));
        }
        return new JsonMapper().writeValueAsString(Map.of("certificate_chain", Files.readString(folder.resolve("server.crt")),
                "private_key", Files.readString(folder.resolve("server.key"))));
    }
}
