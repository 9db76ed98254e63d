package dev.slipway.router;

import static io.netty.handler.codec.http.HttpHeaderNames.CONNECTION;
import static io.netty.handler.codec.http.HttpHeaderNames.EXPECT;
import static io.netty.handler.codec.http.HttpHeaderNames.UPGRADE;
import static io.netty.handler.codec.http.HttpHeaderValues.CONTINUE;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request as the client sent it, with what the router knows about it.
 *
 * @param head         as decoded, in origin form; never changed
 * @param authority    from the Host field, or from an absolute target
 * @param secure       whether it came over TLS
 * @param localPort    the port it came in by
 * @param clientIp     address of the connection's other end
 * @param requestId    the client's own if it is a valid one, else a new one
 * @param arrivedMillis wall clock, for X-Request-Start
 * @param refusal      why it must not be passed on; null if it may
 */
record ClientRequest(
        HttpRequest head,
        Authority authority,
        boolean secure,
        int localPort,
        String clientIp,
        String requestId,
        long arrivedMillis,
        @Nullable Refusal refusal) {

    /** @param status 400 or a more specific 4xx */
    record Refusal(int status, String reason) {}

    HttpHeaders headers() {
        return head.headers();
    }

    HttpMethod method() {
        return head.method();
    }

    String target() {
        return head.uri();
    }

    String hostname() {
        return authority.hostname();
    }

    /** The Host field as sent; the hostname if there was none. */
    String host() {
        String host = headers().get("Host");
        return host == null ? hostname() : host;
    }

    String scheme() {
        return secure ? "https" : "http";
    }

    /**
     * The port the client used: what Host says, as a port mapping in front of the router is invisible to its own
     * socket.
     */
    int port() {
        return authority.port() != 0 ? authority.port() : secure ? 443 : 80;
    }

    /** X-Forwarded-For with this client appended. */
    String forwardedFor() {
        String earlier = String.join(", ", headers().getAll("X-Forwarded-For"));
        return earlier.isBlank() ? clientIp : earlier + ", " + clientIp;
    }

    boolean isHttp11() {
        return head.protocolVersion().equals(HttpVersion.HTTP_1_1);
    }

    boolean keepsAlive() {
        return HttpUtil.isKeepAlive(head);
    }

    boolean hasBody() {
        return HttpUtil.isTransferEncodingChunked(head) || HttpUtil.getContentLength(head, 0L) > 0;
    }

    boolean expectsContinue() {
        return isHttp11() && headers().contains(EXPECT, CONTINUE, true);
    }

    /** The protocol the client asks to switch to; null if it does not, or if it is one the router must not tunnel. */
    @Nullable String upgrade() {
        String protocol = headers().get(UPGRADE);
        if (protocol == null || !isHttp11() || !headers().containsValue(CONNECTION, UPGRADE, true)) {
            return null;
        }
        // RFC 9110 §7.8 lets a server ignore Upgrade. HTTP/2 inside the tunnel would carry requests past the router.
        return protocol.toLowerCase(Locale.ROOT).contains("h2c") ? null : protocol;
    }
}
