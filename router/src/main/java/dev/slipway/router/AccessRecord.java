package dev.slipway.router;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a request for an app ended.
 *
 * @param error   null if the app answered
 * @param dyno    the dyno's name; empty if none was reached
 * @param connect until the upstream's connection stood; zero for a kept-alive one
 * @param service from then until the last byte
 * @param status  what the client got, or Heroku's 499 if it left
 * @param bytes   of the response's body, without framing
 */
record AccessRecord(
        ClientRequest request,
        @Nullable RouterError error,
        String dyno,
        Duration connect,
        Duration service,
        int status,
        long bytes) {

    /**
     * The log line, in Heroku's order.
     *
     * @see <a href="https://devcenter.heroku.com/articles/http-routing#heroku-router-log-format">log format</a>
     */
    String text() {
        StringBuilder line = new StringBuilder(256).append("at=").append(error == null ? "info" : error.level());
        if (error != null && error.hasCode()) {
            line.append(" code=").append(error.name()).append(" desc=");
            quote(line, error.description());
        }
        line.append(" method=").append(request.method().name()).append(" path=");
        quote(line, request.target());
        line.append(" host=").append(request.hostname()).append(" request_id=").append(request.requestId());
        line.append(" fwd=");
        quote(line, request.forwardedFor());
        return line.append(" dyno=").append(dyno)
                .append(" connect=").append(connect.toMillis()).append("ms")
                .append(" service=").append(service.toMillis()).append("ms")
                .append(" status=").append(status)
                .append(" bytes=").append(bytes)
                .append(" protocol=").append(request.scheme())
                .toString();
    }

    // Whoever reads the log must not be fooled by a path that looks like more fields, or like another line.
    private static void quote(StringBuilder line, String value) {
        line.append('"');
        value.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                line.append('\\').append((char) c);
            } else if (c < 0x20 || c >= 0x7f && c < 0xa0) {
                line.append("\\x%02x".formatted(c));
            } else {
                line.append((char) c);
            }
        });
        line.append('"');
    }
}
