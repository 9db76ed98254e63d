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

    /** The client chooses both; with them in quotes, a line is not cut off before it says how the request ended. */
    private static final int MOST_OF_PATH = 3000;
    private static final int MOST_OF_FORWARDED = 1000;

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
        quote(line, first(MOST_OF_PATH, request.target()));
        line.append(" host=").append(request.hostname()).append(" request_id=").append(request.requestId());
        line.append(" fwd=");
        quote(line, last(MOST_OF_FORWARDED, request.forwardedFor()));
        return line.append(" dyno=").append(dyno)
                .append(" connect=").append(connect.toMillis()).append("ms")
                .append(" service=").append(service.toMillis()).append("ms")
                .append(" status=").append(status)
                .append(" bytes=").append(bytes)
                .append(" protocol=").append(request.scheme())
                .toString();
    }

    private static String first(int most, String value) {
        return value.length() <= most ? value : value.substring(0, most);
    }

    /** Of the addresses, the last one is that which the router saw itself. */
    private static String last(int most, String value) {
        return value.substring(Math.max(0, value.length() - most));
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
