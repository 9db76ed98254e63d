package dev.slipway.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RouterEnvironmentTests {

    @Test
    void anEmptyEnvironmentIsEnough() {
        assertThat(RouterEnvironment.read(Map.of())).isEqualTo(new RouterEnvironment.Valid(
                new RouterSettings(
                        List.of(new InetSocketAddress(8080)),
                        "localhost",
                        URI.create("http://127.0.0.1:8081"),
                        "",
                        Path.of("/var/lib/slipway/router")),
                Path.of("/var/lib/slipway/router/token")));
    }

    @Test
    void everyVariableIsRead() {
        assertThat(RouterEnvironment.read(Map.of(
                        "SLIPWAY_DOMAIN", "paas.example.org",
                        "SLIPWAY_PORTS", "80, 443",
                        "SLIPWAY_CONTROL_PLANE", "http://platform:8081",
                        "SLIPWAY_RENDEZVOUS_PORT", "9082",
                        "SLIPWAY_ROUTER_TOKEN_FILE", "/run/secrets/router",
                        "SLIPWAY_ROUTER_HOME", "/data")))
                .isEqualTo(new RouterEnvironment.Valid(
                        new RouterSettings(
                                List.of(new InetSocketAddress(80), new InetSocketAddress(443)),
                                "paas.example.org",
                                URI.create("http://platform:8081"),
                                "",
                                InetSocketAddress.createUnresolved("platform", 9082),
                                Path.of("/data")),
                        Path.of("/run/secrets/router")));
    }

    @Test
    void everyMistakeIsToldAtOnce() {
        var environment = RouterEnvironment.read(Map.of(
                "SLIPWAY_DOMAIN", "*.Example",
                "SLIPWAY_PORTS", "80,http,70000",
                "SLIPWAY_CONTROL_PLANE", "platform:8081",
                "SLIPWAY_RENDEZVOUS_PORT", "0",
                "SLIPWAY_ROUTER_HOME", "/etc/passwd"));

        assertThat(environment).isInstanceOfSatisfying(RouterEnvironment.Invalid.class, invalid -> assertThat(
                        invalid.mistakes())
                .hasSize(6)
                .anySatisfy(mistake -> assertThat(mistake).startsWith("SLIPWAY_DOMAIN"))
                .anySatisfy(mistake -> assertThat(mistake).contains("SLIPWAY_PORTS holds 'http'"))
                .anySatisfy(mistake -> assertThat(mistake).contains("SLIPWAY_PORTS holds '70000'"))
                .anySatisfy(mistake -> assertThat(mistake).startsWith("SLIPWAY_CONTROL_PLANE"))
                .anySatisfy(mistake -> assertThat(mistake).startsWith("SLIPWAY_RENDEZVOUS_PORT is '0'"))
                .anySatisfy(mistake -> assertThat(mistake).startsWith("SLIPWAY_ROUTER_HOME")));
    }
}
