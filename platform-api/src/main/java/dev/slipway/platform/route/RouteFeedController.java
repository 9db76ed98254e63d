package dev.slipway.platform.route;

import dev.slipway.platform.access.Public;
import dev.slipway.platform.account.Credentials;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.log.AppLogs;
import dev.slipway.router.AccessLine;
import dev.slipway.router.RouteFeed;
import dev.slipway.router.RouteUpdate;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The routers' door: they come with a token that only the services of this installation can read. */
@Public("the routers come with a token of their own")
@RestController
class RouteFeedController {

    private static final Duration PING = Duration.ofSeconds(10);

    private final Routes routes;
    private final RouterToken token;
    private final AppLogs logs;
    private final RoutedApps apps;

    RouteFeedController(Routes routes, RouterToken token, AppLogs logs, RoutedApps apps) {
        this.routes = routes;
        this.token = token;
        this.logs = logs;
        this.apps = apps;
    }

    /** An endless stream of one JSON object a line. */
    @GetMapping(RouteFeed.ROUTES_PATH)
    void feed(@RequestHeader(value = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
              @RequestHeader(RouteFeed.ROUTER_ID_HEADER) String routerId, HttpServletResponse response) throws IOException {
        check(authorization);
        try (RouteSubscription subscription = subscribe(routerId)) {
            response.setContentType("application/x-ndjson");
            OutputStream out = response.getOutputStream();
            while (!subscription.ended()) {
                RouteUpdate update = subscription.next(PING);
                out.write((RouteFeed.encode(update == null ? new RouteUpdate.Ping() : update) + "\n")
                        .getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @PostMapping(RouteFeed.REPORTS_PATH)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void report(@RequestHeader(value = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
                InputStream body) throws IOException {
        check(authorization);
        routes.report(RouteFeed.decodeReport(text(body)));
    }

    @PostMapping(RouteFeed.LOGS_PATH)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void accessLines(@RequestHeader(value = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
                     InputStream body) throws IOException {
        check(authorization);
        Map<String, Boolean> known = new HashMap<>();
        for (AccessLine line : RouteFeed.decodeAccessLines(text(body))) {
            if (known.computeIfAbsent(line.app(), apps::exists)) {
                logs.router(line.app(), line.at(), line.text());
            }
        }
    }

    /** Read only after the token was checked; its length is bounded for all endpoints alike. */
    private static String text(InputStream body) throws IOException {
        return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }

    @EventListener
    void closing(ContextClosedEvent event) {
        routes.close();
    }

    private RouteSubscription subscribe(String routerId) {
        try {
            return routes.subscribe(routerId);
        } catch (IllegalStateException e) {
            throw ApiException.unavailable("The platform is starting: " + e.getMessage() + ".");
        }
    }

    private void check(@Nullable String authorization) {
        byte[] given = Credentials.of(authorization).password().getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(given, token.value().getBytes(StandardCharsets.UTF_8))) {
            throw ApiException.unauthorized("This endpoint is for Slipway's own routers.");
        }
    }
}
