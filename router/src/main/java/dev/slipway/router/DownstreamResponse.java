package dev.slipway.router;

import static io.netty.handler.codec.http.HttpHeaderNames.CONNECTION;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.netty.handler.codec.http.HttpHeaderNames.TRANSFER_ENCODING;
import static io.netty.handler.codec.http.HttpHeaderNames.UPGRADE;
import static io.netty.handler.codec.http.HttpHeaderNames.VIA;
import static io.netty.handler.codec.http.HttpHeaderValues.CHUNKED;
import static io.netty.handler.codec.http.HttpHeaderValues.CLOSE;
import static io.netty.handler.codec.http.HttpHeaderValues.KEEP_ALIVE;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;

/**
 * The head that a client gets for an upstream's: framed for the client's HTTP version.
 *
 * @param head       to write
 * @param keepsAlive whether the client's connection can take another request after this response
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-6.3">RFC 9112 §6.3, Message Body Length</a>
 */
record DownstreamResponse(HttpResponse head, boolean keepsAlive) {

    /** @param mayKeepAlive whether client and router would like to go on with this connection */
    static DownstreamResponse of(HttpResponse upstream, ClientRequest request, boolean mayKeepAlive) {
        HttpHeaders headers = upstream.headers().copy();
        HopByHop.strip(headers);
        if (HttpUtil.isTransferEncodingChunked(upstream)) {
            headers.remove(CONTENT_LENGTH);
        }
        boolean chunked = hasBody(upstream, request) && !headers.contains(CONTENT_LENGTH) && request.isHttp11();
        boolean untilClose = hasBody(upstream, request) && !headers.contains(CONTENT_LENGTH) && !request.isHttp11();
        if (chunked) {
            headers.set(TRANSFER_ENCODING, CHUNKED);
        }
        boolean keepsAlive = mayKeepAlive && !untilClose;
        announce(headers, request, keepsAlive);
        headers.add(VIA, UpstreamRequest.VIA_SLIPWAY);
        return new DownstreamResponse(new DefaultHttpResponse(HttpVersion.HTTP_1_1, upstream.status(), headers), keepsAlive);
    }

    /** Says in {@code headers} whether the connection goes on, where the client's HTTP version does not imply it. */
    static void announce(HttpHeaders headers, ClientRequest request, boolean keepsAlive) {
        if (!keepsAlive) {
            headers.set(CONNECTION, CLOSE);
        } else if (!request.isHttp11()) {
            headers.set(CONNECTION, KEEP_ALIVE);
        }
    }

    /** A 1xx response, complete as it is; 101 keeps the fields that make the switch. */
    static FullHttpResponse interim(HttpResponse upstream) {
        HttpHeaders headers = upstream.headers().copy();
        String protocol = headers.get(UPGRADE);
        HopByHop.strip(headers);
        if (upstream.status().code() == 101) {
            headers.set(CONNECTION, UPGRADE);
            if (protocol != null) {
                headers.set(UPGRADE, protocol);
            }
        }
        return new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                upstream.status(),
                Unpooled.EMPTY_BUFFER,
                headers,
                DefaultHttpHeadersFactory.trailersFactory().newEmptyHeaders());
    }

    private static boolean hasBody(HttpResponse response, ClientRequest request) {
        int status = response.status().code();
        return !request.method().equals(HttpMethod.HEAD) && status >= 200 && status != 204 && status != 304;
    }
}
