package dev.slipway.platform.e2e;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The unmodified Heroku CLI from npm, pointed at one installation as {@code ./slipway env} points a user's. */
final class HerokuCli {

    private static final String VERSION = "11.10.0";

    private final Path binary;
    private final Commands commands;

    private HerokuCli(Path binary, Commands commands) {
        this.binary = binary;
        this.commands = commands;
    }

    /** @param home the user's home directory, which gets a {@code .netrc} and a git configuration */
    static HerokuCli of(Installation installation, Path home) throws IOException {
        Map<String, String> environment = environment(installation.routerPort(), home);
        environment.put("HEROKU_API_KEY", "");
        environment.put("GIT_SSL_CAINFO", installation.certificateAuthority().toString());
        environment.put("NODE_EXTRA_CA_CERTS", installation.certificateAuthority().toString());
        return with(environment, home);
    }

    /**
     * Speaks to the API alone, without a router between: enough for commands that need neither git nor dynos.
     *
     * @param port  of the platform
     * @param token of the user
     */
    static HerokuCli onApi(int port, String token, Path home) throws IOException {
        Map<String, String> environment = environment(port, home);
        environment.put("HEROKU_API_KEY", token);
        return with(environment, home);
    }

    private static HerokuCli with(Map<String, String> environment, Path home) throws IOException {
        Path binaries = install().resolve(".bin");
        environment.put("PATH", binaries + ":" + System.getenv("PATH"));
        Commands commands = new Commands(home, environment);
        commands.run("git", "config", "--global", "user.email", "student@example.org").succeeds();
        commands.run("git", "config", "--global", "user.name", "Student").succeeds();
        commands.run("git", "config", "--global", "init.defaultBranch", "main").succeeds();
        return new HerokuCli(binaries.resolve("heroku"), commands);
    }

    private static Map<String, String> environment(int port, Path home) {
        String server = "http://localhost:" + port;
        Map<String, String> environment = new HashMap<>();
        environment.put("HOME", home.toString());
        environment.put("HEROKU_HOST", server);
        environment.put("HEROKU_GIT_HOST", "localhost:" + port);
        environment.put("HEROKU_DATA_HOST", "localhost");
        for (String redirected : List.of("HEROKU_PARTICLEBOARD_URL", "HEROKU_LOGIN_HOST", "HEROKU_BUILDPACK_REGISTRY_URL",
                "HEROKU_STATUS_HOST")) {
            environment.put(redirected, server);
        }
        environment.put("HEROKU_NETRC_WRITE", "true");
        environment.put("DISABLE_TELEMETRY", "true");
        environment.put("HEROKU_SKIP_ANALYTICS", "1");
        environment.put("HEROKU_SKIP_NEW_VERSION_CHECK", "true");
        environment.put("HEROKU_DISABLE_AUTOUPDATE", "true");
        environment.put("NO_COLOR", "1");
        environment.put("GIT_TERMINAL_PROMPT", "0");
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        return environment;
    }

    /** The same user, in another directory. */
    HerokuCli in(Path folder) {
        return new HerokuCli(binary, commands.in(folder));
    }

    /** Other programs of the same user: git above all. */
    Commands shell() {
        return commands;
    }

    Commands.Result run(String... arguments) {
        return commands.run(argv(arguments));
    }

    /** Starts a command that does not end by itself. */
    Process start(String... arguments) {
        return commands.start(argv(arguments));
    }

    private String[] argv(String... arguments) {
        List<String> argv = new ArrayList<>(List.of(binary.toString()));
        argv.addAll(List.of(arguments));
        return argv.toArray(String[]::new);
    }

    /** {@code heroku login -i}, typed at a terminal, for which {@code script} of util-linux stands in. */
    String login(String email, String password) throws IOException, InterruptedException {
        Process login = commands.start("script", "-qec", binary + " login -i", "/dev/null");
        StringBuilder screen = new StringBuilder();
        try (OutputStream keyboard = login.getOutputStream()) {
            readUntil(login, screen, "Email");
            type(keyboard, email);
            readUntil(login, screen, "Password");
            type(keyboard, password);
            readUntil(login, screen, "\0never");
        }
        login.waitFor();
        return screen.toString();
    }

    private static void type(OutputStream keyboard, String text) throws IOException {
        keyboard.write((text + "\r").getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    private static void readUntil(Process process, StringBuilder screen, String prompt) throws IOException {
        byte[] buffer = new byte[1024];
        int from = screen.length();
        while (screen.indexOf(prompt, from) < 0) {
            int read = process.getInputStream().read(buffer);
            if (read < 0) {
                return;
            }
            screen.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
        }
    }

    /** Installs the CLI once a machine; the folder appears whole or not at all. */
    private static Path install() throws IOException {
        Path cache = Path.of(System.getProperty("user.home"), ".cache", "slipway", "heroku-" + VERSION);
        if (!Files.isDirectory(cache)) {
            Files.createDirectories(cache.getParent());
            Path draft = Files.createTempDirectory(cache.getParent(), "heroku");
            new Commands(draft, Map.of()).run("npm", "install", "--no-audit", "--no-fund", "--prefix", draft.toString(),
                    "heroku@" + VERSION).succeeds();
            Files.move(draft, cache);
        }
        return cache.resolve("node_modules");
    }
}
