package dev.slipway.platform.dyno;

import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.formation.DynoSize;
import dev.slipway.platform.rendezvous.StatusReport;
import dev.slipway.runtime.Terminal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A command that a user wants to have run, checked.
 *
 * @param command       shell command line, without a NUL character
 * @param reportsStatus whether the user's CLI wants to end with the command's exit status
 * @param environment   variables beside the config vars, and before them
 * @param size          empty for the usual one
 * @param type          first part of the dyno's name; {@code run} unless the user wants another
 * @param terminal      the user's; empty when the command is to have none
 * @param timeToLive    how long it may run; empty for as long as anything may
 */
public record RunRequest(String command, boolean reportsStatus, Map<String, String> environment, Optional<DynoSize> size,
                         String type, Optional<Terminal> terminal, Optional<Duration> timeToLive) {

    private static final int LONGEST_COMMAND = 8192;
    private static final int MOST_VARIABLES = 100;
    private static final int LARGEST_ENVIRONMENT = 32 * 1024;
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9_-]{1,63}");
    private static final Terminal USUAL_TERMINAL = new Terminal(80, 24);
    private static final long LONGEST_LIFE_SECONDS = Duration.ofHours(24).toSeconds();

    /** The request's JSON; the CLI sends numbers as values of variables, too. */
    record Body(@Nullable Boolean attach, @Nullable String command, @Nullable Map<String, Object> env,
                @Nullable String size, @Nullable String type, @Nullable Boolean forceNoTty, @Nullable Integer timeToLive) {}

    /** @throws ApiException 422 that says which value cannot be taken */
    static RunRequest parse(Body body) {
        StatusReport report = StatusReport.of(Optional.ofNullable(body.command()).orElse(""));
        String command = report.command();
        if (command.isBlank()) {
            throw ApiException.invalid("Give the command to run, for example: heroku run bash");
        }
        if (command.length() > LONGEST_COMMAND || !isText(command)) {
            throw ApiException.invalid("The command is too long, or holds a NUL character or half a character. Put it into a script of your app.");
        }
        String type = Optional.ofNullable(body.type()).orElse("run");
        if (!TYPE.matcher(type).matches()) {
            throw ApiException.invalid("The process type must consist of letters, digits, - and _.");
        }
        Map<String, String> environment = environment(Optional.ofNullable(body.env()).orElse(Map.of()));
        return new RunRequest(command, report.requested(), environment,
                Optional.ofNullable(body.size()).map(DynoSize::parse), type,
                body.forceNoTty() == Boolean.TRUE ? Optional.empty() : Optional.of(terminal(environment)),
                Optional.ofNullable(body.timeToLive()).map(RunRequest::timeToLive));
    }

    private static Map<String, String> environment(Map<String, Object> wanted) {
        Map<String, String> environment = new HashMap<>();
        int length = 0;
        for (Map.Entry<String, Object> variable : wanted.entrySet()) {
            if (variable.getValue() == null) {
                continue;
            }
            String value = String.valueOf(variable.getValue());
            length += value.length();
            boolean scalar = variable.getValue() instanceof String || variable.getValue() instanceof Number
                    || variable.getValue() instanceof Boolean;
            if (!VARIABLE.matcher(variable.getKey()).matches() || !scalar || !isText(value)) {
                throw ApiException.invalid("An environment variable cannot be taken: names consist of letters, digits and _, "
                        + "and values are text.");
            }
            environment.put(variable.getKey(), value);
        }
        if (environment.size() > MOST_VARIABLES || length > LARGEST_ENVIRONMENT) {
            throw ApiException.invalid("These are too many environment variables. Set config vars instead: heroku config:set");
        }
        return Map.copyOf(environment);
    }

    /** JSON can hold half of a surrogate pair, which has no bytes to be handed on. */
    private static boolean isText(String value) {
        return value.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(value);
    }

    private static Terminal terminal(Map<String, String> environment) {
        try {
            return new Terminal(Integer.parseInt(environment.getOrDefault("COLUMNS", "")),
                    Integer.parseInt(environment.getOrDefault("LINES", "")));
        } catch (IllegalArgumentException e) {
            return USUAL_TERMINAL; // the user's output goes to a file, or the like
        }
    }

    private static Duration timeToLive(int seconds) {
        if (seconds < 1 || seconds > LONGEST_LIFE_SECONDS) {
            throw ApiException.invalid("time_to_live must be 1 to " + LONGEST_LIFE_SECONDS + " seconds.");
        }
        return Duration.ofSeconds(seconds);
    }
}
