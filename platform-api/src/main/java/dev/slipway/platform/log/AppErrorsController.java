package dev.slipway.platform.log;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Heroku's error codes in the log of an app as far as it is kept, counted for {@code heroku apps:errors}. */
@RestController
class AppErrorsController {

    private static final String ROUTER = "router";
    /** {@code at=error code=H12} of a request, {@code Error R14 (…)} of a dyno. */
    private static final Pattern CODE = Pattern.compile("^(?:at=\\w+ code=|Error )(?<code>[HRL]\\d{2})\\b");

    private final AppLogs logs;

    AppErrorsController(AppLogs logs) {
        this.logs = logs;
    }

    /** @param data code to counts, of which clients make the sum */
    record ErrorsView(Map<String, List<Long>> data) {}

    @GetMapping("/apps/{app}/router-metrics/errors")
    ErrorsView router(@Requires(Permission.VIEW) App app,
                      @RequestParam(value = "start_time", required = false) @Nullable String start) {
        return count(app, ROUTER, start);
    }

    @GetMapping("/apps/{app}/formation/{type}/metrics/errors")
    ErrorsView dynos(@Requires(Permission.VIEW) App app, @PathVariable String type,
                     @RequestParam(value = "start_time", required = false) @Nullable String start) {
        return type.equals(ROUTER) ? new ErrorsView(Map.of()) : count(app, type, start);
    }

    private ErrorsView count(App app, String process, @Nullable String start) {
        Instant since = time(start);
        LogFilter filter = new LogFilter("heroku", process);
        Map<String, List<Long>> counts = new TreeMap<>();
        logs.all(app.key(), line -> filter.accepts(line) && !line.at().isBefore(since)).stream()
                .map(line -> code(line.text())).flatMap(Optional::stream)
                .forEach(code -> counts.merge(code, List.of(1L), (one, other) -> List.of(one.getFirst() + other.getFirst())));
        return new ErrorsView(counts);
    }

    private static Optional<String> code(String text) {
        Matcher code = CODE.matcher(text);
        return code.find() ? Optional.of(code.group("code")) : Optional.empty();
    }

    private static Instant time(@Nullable String text) {
        try {
            return text == null ? Instant.EPOCH : Instant.parse(text);
        } catch (DateTimeException e) {
            throw ApiException.badRequest("The start_time must look like 2026-01-02T03:04:05Z.");
        }
    }
}
