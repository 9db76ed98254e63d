package dev.slipway.platform.configvar;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** What processes get to see of config vars. */
public final class ProcessEnvironment {

    private static final String SHOWN = "postgres://";
    private static final String UNDERSTOOD = "postgresql://";
    private static final String DATABASE_URL = "DATABASE_URL";

    private ProcessEnvironment() {}

    /**
     * Addresses of databases that are add-ons begin with {@code postgresql://}: the API shows {@code postgres://}, which is all that
     * the CLI takes, but SQLAlchemy from 1.4 on refuses it, and no library refuses the longer word. For Java there are the
     * variables that Heroku's buildpack derives from {@code DATABASE_URL}. What users set themselves is never changed.
     *
     * @param config   name to value
     * @param exported which of these are add-ons'
     * @see <a href="https://devcenter.heroku.com/articles/connecting-to-relational-databases-on-heroku-with-java">Heroku, Connecting
     *      to Relational Databases with Java</a>
     */
    public static Map<String, String> of(Map<String, String> config, Collection<String> exported) {
        Map<String, String> environment = new LinkedHashMap<>();
        String database = config.getOrDefault(DATABASE_URL, "");
        if (database.startsWith(SHOWN) || database.startsWith(UNDERSTOOD)) {
            environment.putAll(forJava(database));
        }
        environment.putAll(config);
        exported.forEach(name -> environment.computeIfPresent(name,
                (_, value) -> value.startsWith(SHOWN) ? UNDERSTOOD + value.substring(SHOWN.length()) : value));
        return environment;
    }

    private static Map<String, String> forJava(String database) {
        URI uri;
        try {
            uri = URI.create(database);
        } catch (IllegalArgumentException e) {
            return Map.of(); // a user's own, of whatever shape
        }
        if (uri.getHost() == null || uri.getRawUserInfo() == null || !uri.getRawUserInfo().contains(":")) {
            return Map.of();
        }
        String[] credentials = uri.getRawUserInfo().split(":", 2);
        String user = URLDecoder.decode(credentials[0].replace("+", "%2B"), StandardCharsets.UTF_8);
        String password = URLDecoder.decode(credentials[1].replace("+", "%2B"), StandardCharsets.UTF_8);
        String address = "jdbc:postgresql://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + uri.getRawPath();
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("JDBC_DATABASE_URL", address + "?sslmode=require&user=" + encode(user) + "&password=" + encode(password));
        variables.put("JDBC_DATABASE_USERNAME", user);
        variables.put("JDBC_DATABASE_PASSWORD", password);
        variables.put("SPRING_DATASOURCE_URL", address + "?sslmode=require");
        variables.put("SPRING_DATASOURCE_USERNAME", user);
        variables.put("SPRING_DATASOURCE_PASSWORD", password);
        return variables;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
