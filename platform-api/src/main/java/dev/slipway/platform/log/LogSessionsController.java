package dev.slipway.platform.log;

import dev.slipway.platform.access.Public;
import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.api.RequestOrigin;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.Apps;
import dev.slipway.platform.crypto.SignedLinks;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /apps/:app/log-sessions}, and the streams of server-sent events they lead to. */
@RestController
class LogSessionsController {

    private static final String PURPOSE = "log-session";
    private static final int DEFAULT_LINES = 100;
    private static final Duration LIFE = Duration.ofHours(24);
    /** The CLI gives up after 300 s without a byte. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{0,80}");

    private final Apps apps;
    private final AppLogs logs;
    private final SignedLinks links;
    private final Clock clock;
    private volatile boolean closing;

    LogSessionsController(Apps apps, AppLogs logs, SignedLinks links, Clock clock) {
        this.apps = apps;
        this.logs = logs;
        this.links = links;
        this.clock = clock;
    }

    record Request(@Nullable String dyno, @Nullable String source, @Nullable Integer lines, @Nullable Boolean tail) {}

    record Session(UUID id, String logplexUrl, Instant createdAt, Instant updatedAt) {}

    @PostMapping("/apps/{app}/log-sessions")
    @ResponseStatus(HttpStatus.CREATED)
    Session create(@Requires(Permission.VIEW) App app,
                   @RequestBody(required = false) @Nullable Request body, HttpServletRequest request) {
        Request wanted = body == null ? new Request(null, null, null, null) : body;
        int lines = wanted.lines() == null ? DEFAULT_LINES : Math.clamp(wanted.lines(), 0, 2 * LogSegments.LINES);
        String payload = String.join(" ", app.key(), Integer.toString(lines), Boolean.toString(wanted.tail() == Boolean.TRUE),
                "s" + filter("source", wanted.source()), "p" + filter("dyno", wanted.dyno()));
        Instant now = Instant.now(clock);
        return new Session(UUID.randomUUID(), RequestOrigin.of(request) + "/streams/logs/"
                + links.seal(PURPOSE, payload, LIFE), now, now);
    }

    /** Fetched without credentials: the URL is the permission. */
    @Public("the URL is the permission")
    @GetMapping("/streams/logs/{token}")
    void stream(@PathVariable String token, HttpServletResponse response,
                @RequestHeader(value = "Last-Event-ID", required = false) @Nullable String lastEventId) throws IOException {
        String[] session = links.open(PURPOSE, token).orElseThrow(() -> ApiException.notFound("log session")).split(" ");
        App app = apps.find(UUID.fromString(session[0])).orElseThrow(() -> ApiException.notFound("app"));
        LogFilter filter = new LogFilter(session[3].substring(1), session[4].substring(1));
        // After a reconnect only what came later; else the last lines, as many as were asked for.
        boolean again = lastEventId != null && lastEventId.matches("\\d{1,18}");
        long seen = again ? Long.parseLong(lastEventId) : 0;
        int most = again ? 2 * LogSegments.LINES : Integer.parseInt(session[1]);
        try (LogSubscription subscription = logs.subscribe(app.key(),
                line -> filter.accepts(line) && line.sequence() > seen, most)) {
            response.setContentType("text/event-stream");
            response.setHeader("Cache-Control", "no-store");
            OutputStream out = response.getOutputStream();
            for (LogRecord line : subscription.backlog()) {
                send(out, line);
            }
            out.flush();
            if (Boolean.parseBoolean(session[2])) {
                follow(subscription, filter, out);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow(LogSubscription subscription, LogFilter filter, OutputStream out)
            throws IOException, InterruptedException {
        Instant lastByte = Instant.now(clock);
        while (!closing) {
            Optional<LogRecord> line = subscription.next(Duration.ofSeconds(1)).filter(filter::accepts);
            if (line.isPresent()) {
                send(out, line.get());
            } else if (lastByte.plus(HEARTBEAT).isBefore(Instant.now(clock))) {
                out.write(": still here\n\n".getBytes(StandardCharsets.UTF_8));
            } else {
                continue;
            }
            out.flush();
            lastByte = Instant.now(clock);
        }
    }

    private static void send(OutputStream out, LogRecord line) throws IOException {
        String id = line.sequence() == 0 ? "" : "id: " + line.sequence() + "\n";
        out.write((id + "data: " + line.format() + "\n\n").getBytes(StandardCharsets.UTF_8));
    }

    private static String filter(String field, @Nullable String value) {
        if (value == null) {
            return "";
        }
        if (!NAME.matcher(value).matches()) {
            throw ApiException.invalid("The " + field + " filter is not valid. Use a dyno like web.1, a process type like "
                    + "web, or a source: app, heroku.");
        }
        return value;
    }

    /** Streams end at once when the platform stops; the CLI reconnects by itself. */
    @EventListener
    void closing(ContextClosedEvent event) {
        closing = true;
    }
}
