package dev.slipway.platform.postgres;

import dev.slipway.platform.api.ApiException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A setting of {@code heroku pg:settings}. The words are the API's keys in lower case.
 *
 * @see <a href="https://devcenter.heroku.com/articles/heroku-postgres-settings">Heroku Postgres Settings</a>
 */
enum UserSetting {

    LOG_LOCK_WAITS("log_lock_waits", "off"),
    LOG_CONNECTIONS("log_connections", "off"),
    LOG_MIN_DURATION_STATEMENT("log_min_duration_statement", "-1"),
    LOG_STATEMENT("log_statement", "none", Map.of(
            "none", "No statements are logged.",
            "ddl", "Data definition statements are logged: CREATE, ALTER, DROP.",
            "mod", "Statements that define or change data are logged.",
            "all", "All statements are logged.")),
    LOG_MIN_ERROR_STATEMENT("log_min_error_statement", "error", levels()),
    TRACK_FUNCTIONS("track_functions", "none", Map.of(
            "none", "No function calls are counted.",
            "pl", "Calls of functions in procedural languages are counted.",
            "all", "Calls of all functions are counted, those in SQL and C included.")),
    /** Whether the module is loaded; the others configure it. */
    AUTO_EXPLAIN("", "off"),
    AUTO_EXPLAIN_LOG_MIN_DURATION("auto_explain.log_min_duration", "-1"),
    AUTO_EXPLAIN_LOG_ANALYZE("auto_explain.log_analyze", "off"),
    AUTO_EXPLAIN_LOG_BUFFERS("auto_explain.log_buffers", "off"),
    AUTO_EXPLAIN_LOG_VERBOSE("auto_explain.log_verbose", "off"),
    AUTO_EXPLAIN_LOG_TRIGGERS("auto_explain.log_triggers", "off"),
    AUTO_EXPLAIN_LOG_NESTED_STATEMENTS("auto_explain.log_nested_statements", "off"),
    AUTO_EXPLAIN_LOG_FORMAT("auto_explain.log_format", "text", Map.of(
            "text", "Plans are logged as text.", "json", "Plans are logged as JSON.", "yaml", "Plans are logged as YAML.",
            "xml", "Plans are logged as XML.")),
    /** There are no data connectors here: always off. */
    DATA_CONNECTOR_DETAILS_LOGS("", "off");

    static final String PRELOAD = "session_preload_libraries";
    static final String MODULE = "auto_explain";
    private static final int MOST_MILLISECONDS = Integer.MAX_VALUE;

    private final String parameter;
    private final String standard;
    private final Map<String, String> choices;

    UserSetting(String parameter, String standard) {
        this(parameter, standard, Map.of());
    }

    UserSetting(String parameter, String standard, Map<String, String> choices) {
        this.parameter = parameter;
        this.standard = standard;
        this.choices = choices;
    }

    private static Map<String, String> levels() {
        Map<String, String> levels = new LinkedHashMap<>();
        for (String level : List.of("error", "log", "fatal", "panic")) {
            levels.put(level, "Statements that end with a message of the level " + level + " or above are logged.");
        }
        return levels;
    }

    /** The setting with this PostgreSQL parameter. */
    static Optional<UserSetting> of(String parameter) {
        return Arrays.stream(values()).filter(one -> !one.parameter.isEmpty() && one.parameter.equals(parameter)).findFirst();
    }

    /** @throws ApiException 422 if there is none of this key */
    static UserSetting require(String key) {
        return Arrays.stream(values()).filter(one -> one.key().equals(key) || one.name().equalsIgnoreCase(key)).findFirst()
                .orElseThrow(() -> ApiException.invalid("There is no such setting. The settings are "
                        + String.join(", ", Arrays.stream(values()).map(UserSetting::key).toList()) + "."));
    }

    /** As the CLI writes it: with a dot after the module's name. */
    String key() {
        return parameter.startsWith(MODULE + ".") ? parameter : name().toLowerCase(Locale.ROOT);
    }

    /** PostgreSQL's name for it; empty if it is none of PostgreSQL's parameters. */
    String parameter() {
        return parameter;
    }

    String standard() {
        return standard;
    }

    /** What each value does, if there are only some. */
    Map<String, String> choices() {
        return choices;
    }

    /**
     * What PostgreSQL is told.
     *
     * @param value of JSON
     * @throws ApiException 422 if the setting cannot have it
     */
    String parse(Object value) {
        if (!choices.isEmpty()) {
            if (value instanceof String word && choices.containsKey(word)) {
                return word;
            }
            throw ApiException.invalid(key() + " must be one of " + String.join(", ", choices.keySet().stream().sorted().toList()) + ".");
        }
        if (standard.equals("off")) {
            if (this == DATA_CONNECTOR_DETAILS_LOGS && Boolean.TRUE.equals(value)) {
                throw ApiException.invalid("Slipway has no data connectors.");
            }
            if (value instanceof Boolean on) {
                return on ? "on" : "off";
            }
            throw ApiException.invalid(key() + " must be true or false.");
        }
        if (value instanceof Number number && number.longValue() >= -1 && number.longValue() <= MOST_MILLISECONDS) {
            return Long.toString(number.longValue());
        }
        throw ApiException.invalid(key() + " must be a number of milliseconds, or -1 for never.");
    }

    /** As JSON has it: true, 250 or a word. */
    Object json(String text) {
        if (!choices.isEmpty()) {
            return text;
        }
        return standard.equals("off") ? (Object) text.equals("on") : (Object) Long.valueOf(text);
    }
}
