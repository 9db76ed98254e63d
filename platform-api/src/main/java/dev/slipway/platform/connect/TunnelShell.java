package dev.slipway.platform.connect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What to type into one kind of shell, so that the Heroku CLI and git go through a tunnel to this server.
 *
 * @param name  as people call it
 * @param lines each ends with a line break
 */
record TunnelShell(String name, String lines) {

    /** @param port of the tunnel's near end */
    static List<TunnelShell> all(int port) {
        return List.of(
                of("Linux and macOS", port, "curl", "$HOME/slipway-ca.crt", "export %s=\"%s\"", ""),
                of("Windows: PowerShell", port, "curl.exe", "$HOME\\slipway-ca.crt", "$env:%s = \"%s\"", WINDOWS_GIT),
                of("Windows: Command Prompt", port, "curl", "%USERPROFILE%\\slipway-ca.crt", "set %s=%s", WINDOWS_GIT));
    }

    /** Git for Windows asks Windows whom to trust, unless told otherwise. */
    private static final String WINDOWS_GIT = "git config --global http.schannelUseSSLCAInfo true\n"
            + "git config --global http.schannelCheckRevoke false\n";

    private static TunnelShell of(String name, int port, String curl, String ca, String assignment, String further) {
        String fetch = curl + " -o \"" + ca + "\" http://localhost:" + port + "/ca.crt\n";
        String git = "git config --global http.https://localhost:" + port + "/.sslCAInfo \"" + ca + "\"\n";
        String variables = environment(port, ca).entrySet().stream()
                .map(variable -> assignment.formatted(variable.getKey(), variable.getValue()) + "\n").collect(Collectors.joining());
        return new TunnelShell(name, fetch + git + further + variables);
    }

    /** As {@code ./slipway env} has it for the server's own machine. */
    private static Map<String, String> environment(int port, String ca) {
        String near = "http://localhost:" + port;
        Map<String, String> environment = new LinkedHashMap<>();
        for (String name : List.of("HEROKU_HOST", "HEROKU_PARTICLEBOARD_URL", "HEROKU_LOGIN_HOST", "HEROKU_BUILDPACK_REGISTRY_URL",
                "HEROKU_STATUS_HOST")) {
            environment.put(name, near);
        }
        environment.put("HEROKU_GIT_HOST", "localhost:" + port);
        environment.put("HEROKU_DATA_HOST", "localhost");
        environment.put("HEROKU_REDIS_HOST", near);
        environment.put("PGDIAGNOSE_URL", "localhost");
        environment.put("HEROKU_EXEC_URL", "https://localhost:" + port + "/");
        environment.put("HEROKU_NETRC_WRITE", "true");
        environment.put("DISABLE_TELEMETRY", "true");
        environment.put("HEROKU_SKIP_ANALYTICS", "1");
        environment.put("HEROKU_SKIP_NEW_VERSION_CHECK", "true");
        environment.put("HEROKU_DISABLE_AUTOUPDATE", "true");
        environment.put("NODE_EXTRA_CA_CERTS", ca);
        return environment;
    }
}
