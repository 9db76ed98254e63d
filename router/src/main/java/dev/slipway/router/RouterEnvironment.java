package dev.slipway.router;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The settings as environment variables.
 *
 * <pre>
 * SLIPWAY_DOMAIN             localhost                 apps live at &lt;app&gt;.&lt;domain&gt;
 * SLIPWAY_PORTS              8080                      ports for HTTP and HTTPS, separated by commas
 * SLIPWAY_CONTROL_PLANE      http://127.0.0.1:8081     base URL of platform-api
 * SLIPWAY_RENDEZVOUS_PORT    8082                      port of platform-api for the clients of one-off dynos
 * SLIPWAY_ROUTER_HOME        /var/lib/slipway/router   folder for certificates and the last route table
 * SLIPWAY_ROUTER_TOKEN_FILE  &lt;home&gt;/token              file with the bearer token; may appear later
 * </pre>
 */
sealed interface RouterEnvironment {

    /** @param tokenFile that holds the token, or will */
    record Valid(RouterSettings settings, Path tokenFile) implements RouterEnvironment {}

    /** @param mistakes one line each, with the variable's name and what it should hold */
    record Invalid(List<String> mistakes) implements RouterEnvironment {}

    /** RFC 1123 §2.1, lower case. */
    Pattern DOMAIN = Pattern.compile(
            "(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

    /** Reads all variables, so that every mistake is told at once. */
    static RouterEnvironment read(Map<String, String> environment) {
        List<String> mistakes = new ArrayList<>();
        String domain = environment.getOrDefault("SLIPWAY_DOMAIN", "localhost");
        if (!DOMAIN.matcher(domain).matches()) {
            mistakes.add("SLIPWAY_DOMAIN is '" + domain + "'; it must be a lower-case domain name such as paas.example.org");
        }
        List<InetSocketAddress> listen = ports(environment.getOrDefault("SLIPWAY_PORTS", "8080"), mistakes);
        URI controlPlane =
                controlPlane(environment.getOrDefault("SLIPWAY_CONTROL_PLANE", "http://127.0.0.1:8081"), mistakes);
        int rendezvous = port(
                "SLIPWAY_RENDEZVOUS_PORT",
                environment.getOrDefault(
                        "SLIPWAY_RENDEZVOUS_PORT", Integer.toString(RouterSettings.USUAL_RENDEZVOUS_PORT)),
                mistakes);
        Path home = path(
                "SLIPWAY_ROUTER_HOME",
                environment.getOrDefault("SLIPWAY_ROUTER_HOME", "/var/lib/slipway/router"),
                mistakes);
        Path tokenFile = path(
                "SLIPWAY_ROUTER_TOKEN_FILE",
                environment.getOrDefault("SLIPWAY_ROUTER_TOKEN_FILE", home.resolve("token").toString()),
                mistakes);
        if (Files.exists(home) && !Files.isDirectory(home)) {
            mistakes.add("SLIPWAY_ROUTER_HOME is " + home + ", which is not a folder");
        }
        return mistakes.isEmpty()
                ? new Valid(new RouterSettings(listen, domain, controlPlane, "",
                        RouterSettings.rendezvous(controlPlane, rendezvous), home), tokenFile)
                : new Invalid(List.copyOf(mistakes));
    }

    private static List<InetSocketAddress> ports(String text, List<String> mistakes) {
        List<InetSocketAddress> listen = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String port = part.strip();
            if (port.matches("[0-9]{1,5}") && Integer.parseInt(port) <= 65535) {
                // The wildcard address takes IPv4 and, where the machine has it, IPv6.
                listen.add(new InetSocketAddress(Integer.parseInt(port)));
            } else {
                mistakes.add("SLIPWAY_PORTS holds '" + port + "'; it must be ports from 0 to 65535 separated by commas");
            }
        }
        return listen;
    }

    private static int port(String variable, String text, List<String> mistakes) {
        if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= 65535) {
            return Integer.parseInt(text);
        }
        mistakes.add(variable + " is '" + text + "'; it must be a port from 1 to 65535");
        return RouterSettings.USUAL_RENDEZVOUS_PORT;
    }

    private static URI controlPlane(String text, List<String> mistakes) {
        try {
            URI uri = URI.create(text);
            if ("http".equals(uri.getScheme()) && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Told below, like every other mistake.
        }
        mistakes.add("SLIPWAY_CONTROL_PLANE is '" + text + "'; it must be a URL such as http://127.0.0.1:8081");
        return URI.create("http://127.0.0.1:8081");
    }

    private static Path path(String variable, String text, List<String> mistakes) {
        try {
            return Path.of(text).toAbsolutePath();
        } catch (InvalidPathException e) {
            mistakes.add(variable + " is '" + text + "', which is no path");
            return Path.of("/");
        }
    }
}
