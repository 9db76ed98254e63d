package dev.slipway.platform.conformance;

import dev.slipway.platform.e2e.CliPackage;
import dev.slipway.platform.e2e.Installation;
import dev.slipway.platform.e2e.SlipwayEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A person with one CLI in one home directory, set up as {@code ./slipway env} says, but through a {@link Recorder}. */
final class User {

    /** The programs that the suite's users have. */
    static final Path RESOURCES = Path.of("src/test/resources/conformance").toAbsolutePath();

    private final Path home;
    private final Path heroku;
    private final Path connections;
    private final Shell shell;
    private final String apiHost;

    private User(Path home, Path heroku, Path connections, Shell shell, String apiHost) {
        this.home = home;
        this.heroku = heroku;
        this.connections = connections;
        this.shell = shell;
        this.apiHost = apiHost;
    }

    static User of(CliVersion version, Installation slipway, Recorder recorder, Path home) throws IOException {
        Files.createDirectories(home);
        Path modules = CliPackage.install(version.npm());
        Path connections = home.resolve("connections");
        Map<String, String> cli = CliPackage.environment(modules);
        String path = RESOURCES.resolve("bin") + ":" + cli.get("PATH");
        Map<String, String> environment = new HashMap<>(SlipwayEnvironment.of(slipway.routerPort(), home, path));
        String direct = "http://localhost:" + slipway.routerPort();
        String recorded = "http://localhost:" + recorder.port();
        environment.replaceAll((_, value) -> value.equals(direct) ? recorded : value);
        environment.put("NODE_COMPILE_CACHE", cli.get("NODE_COMPILE_CACHE"));
        environment.put("NODE_OPTIONS", "--require " + RESOURCES.resolve("connections.cjs"));
        environment.put("CONFORMANCE_CONNECTIONS", connections.toString());
        environment.put("CONFORMANCE_OPENED", home.resolve("opened").toString());
        environment.put("BROWSER", RESOURCES.resolve("browser.cjs").toString());
        environment.putAll(Map.of("NO_COLOR", "1", "COLUMNS", "200", "TZ", "UTC", "GIT_TERMINAL_PROMPT", "0",
                "GIT_CONFIG_NOSYSTEM", "1"));
        Files.writeString(home.resolve(".gitconfig"), """
                [user]
                  name = Student
                  email = student@example.org
                [init]
                  defaultBranch = main
                """);
        return new User(home, modules.resolve(".bin").resolve("heroku"), connections, new Shell(environment),
                "localhost:" + recorder.port());
    }

    /** What {@code heroku login} leaves behind. */
    User loggedIn(String email, String token) throws IOException {
        Path netrc = home.resolve(".netrc");
        Files.writeString(netrc, "machine " + apiHost + "\n  login " + email + "\n  password " + token + "\n");
        Files.setPosixFilePermissions(netrc, PosixFilePermissions.fromString("rw-------"));
        return this;
    }

    Path home() {
        return home;
    }

    Shell shell() {
        return shell;
    }

    /** A command line as typed: {@code git …} is git's, everything else the CLI's. */
    List<String> argv(String command) {
        List<String> words = Shell.words(command);
        if (words.getFirst().equals("git")) {
            return words;
        }
        List<String> argv = new ArrayList<>(List.of(heroku.toString()));
        argv.addAll(words);
        return argv;
    }

    /** Whether the browser was to open this address. */
    boolean opened(String url) throws IOException {
        Path opened = home.resolve("opened");
        return Files.exists(opened) && Files.readAllLines(opened).contains(url);
    }

    /** Hosts beyond this machine that programs tried to reach since the last call. */
    List<String> takeStrangers() throws IOException {
        if (Files.notExists(connections)) {
            return List.of();
        }
        List<String> strangers = Files.readAllLines(connections).stream().distinct().toList();
        Files.delete(connections);
        return strangers;
    }
}
