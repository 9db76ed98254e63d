package dev.slipway.platform.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.OwnAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code heroku logs} and {@code heroku drains}, as a user types them. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class LogsCliIT {

    @TempDir
    Path home;
    @TempDir
    Path user;

    @Test
    void logsAreReadFollowedAndDrained() throws Exception {
        try (Installation slipway = new Installation(home);
             ServerSocket server = new ServerSocket(0, 50, OwnAddress.find())) {
            slipway.start();
            HerokuCli heroku = HerokuCli.of(slipway, user);
            heroku.login(slipway.firstLogin().get("email"), slipway.firstLogin().get("password"));
            heroku.run("apps:create", "noted").succeeds();
            List<String> received = receive(server);

            assertThat(heroku.run("logs", "-a", "noted", "-n", "1", "--source", "app", "--dyno", "api").succeeds().output().strip()
                    .lines()).singleElement().asString().contains("app[api]: Enable Logplex by user admin@example.com");
            String host = server.getInetAddress().getHostAddress();
            String url = "syslog://" + host + ":" + server.getLocalPort();
            assertThat(heroku.run("drains:add", url, "-a", "noted").succeeds().output())
                    .contains("Successfully added drain " + url);
            assertThat(heroku.run("drains", "-a", "noted").succeeds().output()).contains("=== Drains").contains(url + " (d.");

            Process tail = heroku.start("logs", "--tail", "-n", "1", "-a", "noted");
            List<String> followed = follow(tail);
            slipway.await("the backlog", () -> followed.stream().anyMatch(line -> line.contains("Add log drain")));
            heroku.run("maintenance:on", "-a", "noted").succeeds();
            slipway.await("a new line", () -> followed.stream().anyMatch(line -> line.contains("Enable maintenance mode")));
            tail.destroyForcibly().waitFor();
            assertThat(followed).hasSize(2);

            slipway.killPlatform();
            slipway.startPlatform();
            heroku.run("maintenance:off", "-a", "noted").succeeds();
            for (String line : List.of("Add log drain to " + host, "Enable maintenance mode", "Disable maintenance mode")) {
                slipway.await("in the drain: " + line, () -> received.stream().anyMatch(there -> there.contains(line)));
            }
            assertThat(heroku.run("drains:remove", url, "-a", "noted").succeeds().output())
                    .contains("Successfully removed drain " + url);
            assertThat(heroku.run("logs", "-a", "noted", "--source", "heroku").succeeds().output()).doesNotContain("app[api]");
        }
    }

    private static List<String> follow(Process tail) {
        List<String> lines = new CopyOnWriteArrayList<>();
        Thread.ofVirtual().start(() -> tail.inputReader(StandardCharsets.UTF_8).lines().forEach(lines::add));
        return lines;
    }

    /** The lines of all connections to {@code server}. */
    private static List<String> receive(ServerSocket server) {
        List<String> lines = new CopyOnWriteArrayList<>();
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Socket socket = server.accept();
                    Thread.ofVirtual().start(() -> read(socket, lines));
                }
            } catch (IOException e) {
                // The test is over.
            }
        });
        return lines;
    }

    private static void read(Socket socket, List<String> lines) {
        try (socket; BufferedReader reader = new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            reader.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            // The platform was killed.
        }
    }
}
