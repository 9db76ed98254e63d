package dev.slipway.platform.log;

import dev.slipway.platform.access.Public;
import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
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
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.TransactionException;
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

    private static final Logger LOG = LoggerFactory.getLogger(LogSessionsController.class);

    private static final String PURPOSE = "log-session";
    private static final int DEFAULT_LINES = 100;
    private static final Duration LIFE = Duration.ofHours(24);
    /** The CLI gives up after 300 s without a byte. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int BATCH = 100;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{0,80}");

    private final Apps apps;
    private final Accounts accounts;
    private final AppLogs logs;
    private final SignedLinks links;
    private final Clock clock;
    private volatile boolean closing;

    LogSessionsController(Apps apps, Accounts accounts, AppLogs logs, SignedLinks links, Clock clock) {
        this.apps = apps;
        this.accounts = accounts;
        this.logs = logs;
        this.links = links;
        this.clock = clock;
    }

    /** {@code dynoName} and {@code type} are the schema's words; the CLI says {@code dyno} for both. */
    record Request(@Nullable String dyno, @Nullable String dynoName, @Nullable String type, @Nullable String source,
                   @Nullable Integer lines, @Nullable Boolean tail) {

        @Nullable String process() {
            return dyno != null ? dyno : dynoName != null ? dynoName : type;
        }
    }

    record Session(UUID id, String logplexUrl, Instant createdAt, Instant updatedAt) {}

    @PostMapping("/apps/{app}/log-sessions")
    @ResponseStatus(HttpStatus.CREATED)
    Session create(@Requires(Permission.VIEW) App app, Account caller,
                   @RequestBody(required = false) @Nullable Request body, HttpServletRequest request) {
        Request wanted = body == null ? new Request(null, null, null, null, null, null) : body;
        int lines = wanted.lines() == null ? DEFAULT_LINES : Math.clamp(wanted.lines(), 0, 2 * LogSegments.LINES);
        String payload = String.join(" ", app.key(), caller.id().toString(), Integer.toString(lines),
                Boolean.toString(wanted.tail() == Boolean.TRUE),
                "s" + filter("source", wanted.source()), "p" + filter("dyno", wanted.process()));
        Instant now = Instant.now(clock);
        return new Session(UUID.randomUUID(), RequestOrigin.of(request) + "/streams/logs/"
                + links.seal(PURPOSE, payload, LIFE), now, now);
    }

    /** Fetched without credentials: the URL is the permission, for as long as its maker may see the app. */
    @Public("the URL is the permission")
    @GetMapping("/streams/logs/{token}")
    void stream(@PathVariable String token, HttpServletResponse response,
                @RequestHeader(value = "Last-Event-ID", required = false) @Nullable String lastEventId) throws IOException {
        String[] session = links.open(PURPOSE, token).orElseThrow(() -> ApiException.notFound("log session")).split(" ");
        UUID appId = UUID.fromString(session[0]);
        UUID reader = UUID.fromString(session[1]);
        if (!maySee(reader, appId)) {
            throw ApiException.notFound("log session");
        }
        LogFilter filter = new LogFilter(session[4].substring(1), session[5].substring(1));
        // After a reconnect only what came later; else the last lines, as many as were asked for.
        boolean again = lastEventId != null && lastEventId.matches("\\d{1,18}");
        long seen = again ? Long.parseLong(lastEventId) : 0;
        int most = again ? 2 * LogSegments.LINES : Integer.parseInt(session[2]);
        try (LogReader log = logs.read(session[0], filter::accepts, Boolean.parseBoolean(session[3]))) {
            response.setContentType("text/event-stream");
            response.setHeader("Cache-Control", "no-store");
            OutputStream out = response.getOutputStream();
            Instant opened = Instant.now(clock);
            log.history().last(line -> filter.accepts(line) && line.sequence() > seen, most, line -> send(out, line));
            out.flush();
            follow(log.further(), opened, () -> mayStillSee(reader, appId), out);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends what comes until the app is gone or {@code allowed} is no longer true, which is asked now and then. */
    private void follow(LogSubscription log, Instant opened, BooleanSupplier allowed, OutputStream out)
            throws IOException, InterruptedException {
        Instant lastByte = opened;
        Instant lastCheck = opened;
        while (!closing && !log.ended()) {
            LogBatch batch = log.next(BATCH, POLL);
            Instant now = Instant.now(clock);
            if (lastCheck.plus(HEARTBEAT).isBefore(now)) {
                if (!allowed.getAsBoolean()) {
                    return;
                }
                lastCheck = now;
            }
            if (batch.lostBefore().isPresent()) {
                send(out, "", new LogRecord(0, now, "heroku", "logplex",
                        "Error L11 (Tail buffer overflow) -> This tail session dropped " + batch.lostBefore().get()));
            }
            for (LogRecord line : batch.lines()) {
                send(out, line);
            }
            if (batch.isEmpty()) {
                if (lastByte.plus(HEARTBEAT).isAfter(now)) {
                    continue;
                }
                out.write(": still here\n\n".getBytes(StandardCharsets.UTF_8));
            }
            out.flush();
            lastByte = now;
        }
    }

    /** While the database cannot be asked, what it said last holds. */
    private boolean mayStillSee(UUID accountId, UUID appId) {
        try {
            return maySee(accountId, appId);
        } catch (DataAccessException | TransactionException e) {
            LOG.debug("A reader of a log is checked again later", e);
            return true;
        }
    }

    private boolean maySee(UUID accountId, UUID appId) {
        Optional<Account> account = accounts.find(accountId);
        Optional<App> app = apps.find(appId);
        if (account.isEmpty() || app.isEmpty()) {
            return false;
        }
        try {
            apps.check(account.get().requireActive(), app.get(), Permission.VIEW);
            return true;
        } catch (ApiException e) {
            return false;
        }
    }

    private static void send(OutputStream out, LogRecord line) throws IOException {
        send(out, "id: " + line.sequence() + "\n", line);
    }

    private static void send(OutputStream out, String id, LogRecord line) throws IOException {
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
