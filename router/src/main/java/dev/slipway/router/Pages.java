package dev.slipway.router;

import static io.netty.handler.codec.http.HttpHeaderNames.ACCEPT;
import static io.netty.handler.codec.http.HttpHeaderNames.CACHE_CONTROL;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_SECURITY_POLICY;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_TYPE;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What a person, or a program, reads when the router answers itself. Self-contained: works without the internet. */
final class Pages {

    private static final JsonMapper JSON = new JsonMapper();

    private Pages() {}

    /**
     * An HTML page where the client accepts one; Heroku's JSON error where it asks the control plane for JSON; plain
     * text otherwise, which is what git and curl show.
     *
     * @param appName null if the request belongs to no app
     */
    static FullHttpResponse of(RouterError error, ClientRequest request, @Nullable String appName) {
        Text text = Text.of(error, request.hostname(), appName == null ? "NAME" : appName);
        String accept = request.headers().getAsString(ACCEPT);
        String wanted = accept == null ? "" : accept.toLowerCase(Locale.ROOT);
        if (error == RouterError.CONTROL_PLANE_AWAY && wanted.contains("json")) {
            String json = JSON.writeValueAsString(new ApiError("unavailable", text.explanation() + " " + text.next()));
            return respond(error, "application/json", json);
        }
        return wanted.contains("text/html")
                ? respond(error, "text/html; charset=utf-8", html(error, text, request.requestId()))
                : respond(error, "text/plain; charset=utf-8", plain(error, text));
    }

    /** A short answer of the router's own, for programs. */
    static FullHttpResponse ok(String contentType, String body) {
        return respond(HttpResponseStatus.OK, contentType, body);
    }

    private record ApiError(String id, String message) {}

    /** {@code command} is typed in a terminal; empty if there is nothing to type. */
    private record Text(String title, String explanation, String next, String command) {

        static Text of(RouterError error, String hostname, String app) {
            String logs = "heroku logs --tail -a " + app;
            String readLogs = "The app's log tells why:";
            return switch (error) {
                case NO_RELEASE -> new Text(
                        "Slipway | Welcome to your new app!",
                        app + " is ready, and nothing is deployed to it yet.",
                        "Deploy from a folder with your source in git:",
                        "heroku git:remote -a " + app + "\ngit push heroku main");
                case NO_APP -> new Text(
                        "There is no app here",
                        "No app answers at " + hostname + ".",
                        "Check the address for typing mistakes. If the app is yours, list your apps and the domains of one:",
                        "heroku apps\nheroku domains -a NAME");
                case H14 -> new Text(
                        "No web process is running",
                        app + " has no web dyno, so nobody can answer.",
                        "Start one:",
                        "heroku ps:scale web=1 -a " + app);
                case H10 -> new Text(
                        "The app crashed", "The web process of " + app + " ended with an error.", readLogs, logs);
                case H80 -> new Text(
                        "Back soon",
                        app + " is in maintenance mode.",
                        "Please try again later. Its owner ends the maintenance with:",
                        "heroku maintenance:off -a " + app);
                case H12 -> new Text(
                        "The app took too long",
                        app + " did not begin to answer within 30 seconds.",
                        "Move long work to a background process. What the app was doing:",
                        logs);
                case H13 -> new Text(
                        "The app closed the connection",
                        app + " took the request and hung up without an answer.",
                        readLogs,
                        logs);
                case H17 -> new Text(
                        "The app's answer was not HTTP",
                        "What " + app + " sent cannot be understood as an HTTP response.",
                        readLogs,
                        logs);
                case H18 -> new Text(
                        "The app interrupted the request",
                        app + " hung up before the whole request was sent.",
                        readLogs,
                        logs);
                case H19, H21 -> new Text(
                        "The app cannot be reached",
                        "No dyno of " + app + " accepts connections; it may be restarting.",
                        "Try again in a few seconds. If it stays so:",
                        logs);
                case H26 -> new Text(
                        "The request is malformed",
                        "What was sent is not a valid HTTP request, so it was not passed on.",
                        "Check the program that sent it.",
                        "");
                case CONTROL_PLANE_AWAY -> new Text(
                        "Slipway is restarting",
                        "The control plane is not answering. Running apps are not affected.",
                        "Try again in a minute; if it stays so, look at the log of the platform service.",
                        "");
                case H15, H27, H28, H99 -> new Text(
                        error.description(), "The request could not be completed.", readLogs, logs);
            };
        }
    }

    private static String plain(RouterError error, Text text) {
        StringBuilder page = new StringBuilder(text.title());
        if (error.hasCode()) {
            page.append(" (").append(error.name()).append(": ").append(error.description()).append(')');
        }
        page.append("\n\n").append(text.explanation()).append('\n').append(text.next()).append('\n');
        text.command().lines().forEach(line -> page.append("    ").append(line).append('\n'));
        return page.toString();
    }

    private static String html(RouterError error, Text text, String requestId) {
        String code = error.hasCode() ? error.name() + " · " + error.description() : "Slipway";
        String command = text.command().isEmpty() ? "" : "<pre>" + escape(text.command()) + "</pre>";
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s</title>
                <style>
                :root { color-scheme: light dark; --ink: #1d2433; --soft: #5b6478; --paper: #f4f6fb; --card: #fff; --mark: #5b3fd1 }
                @media (prefers-color-scheme: dark) {
                  :root { --ink: #e8ebf4; --soft: #a2abc0; --paper: #12151d; --card: #1b202c; --mark: #a993ff }
                }
                body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--paper);
                       color: var(--ink); font: 17px/1.6 system-ui, sans-serif }
                main { max-width: 34rem; margin: 1.5rem; padding: 2.5rem; background: var(--card); border-radius: 14px;
                       border-top: 5px solid var(--mark); box-shadow: 0 8px 40px rgb(0 0 0 / .08); overflow-wrap: anywhere }
                h1 { margin: .2rem 0 1rem; font-size: 1.7rem; line-height: 1.25 }
                .code { color: var(--mark); font-weight: 600; letter-spacing: .02em }
                pre { padding: 1rem; border-radius: 8px; background: #161b26; color: #e8ebf4; overflow-x: auto; font-size: .95rem }
                small { color: var(--soft) }
                </style>
                </head>
                <body>
                <main>
                <div class="code">%s</div>
                <h1>%s</h1>
                <p>%s</p>
                <p>%s</p>
                %s
                <small>Request %s</small>
                </main>
                </body>
                </html>
                """.formatted(
                        escape(text.title()),
                        escape(code),
                        escape(text.title()),
                        escape(text.explanation()),
                        escape(text.next()),
                        command,
                        escape(requestId));
    }

    // Hostnames come from strangers.
    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static FullHttpResponse respond(RouterError error, String contentType, String body) {
        return respond(HttpResponseStatus.valueOf(error.status()), contentType, body);
    }

    private static FullHttpResponse respond(HttpResponseStatus status, String contentType, String body) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, status, Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
        response.headers()
                .set(CONTENT_TYPE, contentType)
                .set(CONTENT_LENGTH, response.content().readableBytes())
                .set(CACHE_CONTROL, "no-cache, no-store")
                .set(CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'");
        return response;
    }
}
