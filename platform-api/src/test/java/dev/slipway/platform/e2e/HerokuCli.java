package dev.slipway.platform.e2e;

import java.io.IOException;
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
     * @param token of the user; empty for somebody who is not logged in
     */
    static HerokuCli onApi(int port, String token, Path home) throws IOException {
        Map<String, String> environment = environment(port, home);
        environment.put("HEROKU_API_KEY", token);
        return with(environment, home);
    }

    private static HerokuCli with(Map<String, String> environment, Path home) throws IOException {
        Path modules = CliPackage.install(VERSION);
        environment.putAll(CliPackage.environment(modules));
        Commands commands = new Commands(home, environment);
        commands.run("git", "config", "--global", "user.email", "student@example.org").succeeds();
        commands.run("git", "config", "--global", "user.name", "Student").succeeds();
        commands.run("git", "config", "--global", "init.defaultBranch", "main").succeeds();
        return new HerokuCli(modules.resolve(".bin/heroku"), commands);
    }

    private static Map<String, String> environment(int port, Path home) {
        String server = "http://localhost:" + port;
        Map<String, String> environment = new HashMap<>();
        environment.put("HOME", home.toString());
        environment.put("HEROKU_HOST", server);
        environment.put("HEROKU_GIT_HOST", "localhost:" + port);
        environment.put("HEROKU_DATA_HOST", "localhost");
        environment.put("HEROKU_REDIS_HOST", "localhost");
        environment.put("PGDIAGNOSE_URL", "localhost");
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

    /** @param arguments separated by spaces */
    Terminal terminal(String arguments) {
        return new Terminal(commands, binary + " " + arguments);
    }

    /** {@code heroku login -i}. @return what was on the screen */
    String login(String email, String password) throws IOException, InterruptedException {
        try (Terminal terminal = terminal("login -i")) {
            terminal.readUntil("Email");
            terminal.type(email);
            terminal.readUntil("Password");
            terminal.type(password);
            return terminal.end().output();
        }
    }
}
