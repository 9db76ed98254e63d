package dev.slipway.platform.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code ./slipway env} puts into a user's shell, asked of the script itself, so that there is one list. */
public final class SlipwayEnvironment {

    private static final Path SCRIPT = Path.of("../slipway").toAbsolutePath().normalize();
    private static final Pattern EXPORT = Pattern.compile("export (\\w+)='(.*)'");
    /** What the machine that runs the tests may have set, and a user's may not. */
    private static final List<String> REMOVED = List.of("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "NO_PROXY",
            "no_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_OPTIONS", "HEROKU_API_KEY", "XDG_STATE_HOME", "XDG_CACHE_HOME",
            "XDG_CONFIG_HOME", "XDG_DATA_HOME", "GIT_SSL_CAINFO", "NODE_EXTRA_CA_CERTS");

    private SlipwayEnvironment() {}

    /**
     * @param routerPort of an installation that runs
     * @param home       the user's home directory, which gets the file of trusted authorities
     * @param path       the user's {@code PATH}
     * @return variables to set; those with an empty value are to be removed
     */
    public static Map<String, String> of(int routerPort, Path home, String path) throws IOException {
        Map<String, String> environment = new HashMap<>();
        REMOVED.forEach(name -> environment.put(name, ""));
        environment.put("HOME", home.toString());
        environment.put("PATH", path);
        ProcessBuilder script = new ProcessBuilder(SCRIPT.toString(), "env").redirectErrorStream(true);
        script.environment().keySet().removeAll(REMOVED);
        script.environment().putAll(Map.of("HOME", home.toString(), "PATH", path, "SLIPWAY_PORTS", Integer.toString(routerPort)));
        Process process = script.start();
        process.getOutputStream().close();
        String block = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        for (String line : block.lines().toList()) {
            Matcher export = EXPORT.matcher(line);
            if (!export.matches()) {
                throw new AssertionError("./slipway env printed:\n" + block);
            }
            environment.put(export.group(1), export.group(2).replace("'\\''", "'"));
        }
        return environment;
    }
}
