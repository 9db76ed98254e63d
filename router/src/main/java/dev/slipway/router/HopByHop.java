package dev.slipway.router;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Removes the fields that describe one connection, not the message.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1">RFC 9110 §7.6.1, Connection</a>
 */
final class HopByHop {

    private static final List<String> ALWAYS = List.of(
            "connection", "keep-alive", "proxy-connection", "te", "transfer-encoding", "upgrade", "http2-settings");

    // A client must not make the router lose what frames or routes the message by naming it in Connection.
    private static final Set<String> END_TO_END = Set.of("host", "content-length");

    private HopByHop() {}

    static void strip(HttpHeaders headers) {
        for (String field : headers.getAll(HttpHeaderNames.CONNECTION)) {
            for (String name : field.split(",")) {
                String named = name.strip().toLowerCase(Locale.ROOT);
                if (!named.isEmpty() && !END_TO_END.contains(named)) {
                    headers.remove(named);
                }
            }
        }
        ALWAYS.forEach(headers::remove);
    }
}
