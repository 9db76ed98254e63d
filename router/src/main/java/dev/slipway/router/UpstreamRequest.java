package dev.slipway.router;

import static io.netty.handler.codec.http.HttpHeaderNames.CONNECTION;
import static io.netty.handler.codec.http.HttpHeaderNames.EXPECT;
import static io.netty.handler.codec.http.HttpHeaderNames.TRANSFER_ENCODING;
import static io.netty.handler.codec.http.HttpHeaderNames.UPGRADE;
import static io.netty.handler.codec.http.HttpHeaderNames.VIA;
import static io.netty.handler.codec.http.HttpHeaderValues.CHUNKED;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;

/** The head that an upstream gets: the client's, less what was meant for the router, plus what Heroku adds. */
final class UpstreamRequest {

    static final String VIA_SLIPWAY = "1.1 slipway";

    private UpstreamRequest() {}

    static HttpRequest of(ClientRequest request) {
        HttpHeaders headers = request.headers().copy();
        HopByHop.strip(headers);
        String upgrade = request.upgrade();
        if (upgrade != null) {
            headers.set(CONNECTION, UPGRADE).set(UPGRADE, upgrade);
        }
        if (HttpUtil.isTransferEncodingChunked(request.head())) {
            headers.set(TRANSFER_ENCODING, CHUNKED);
        }
        if (!request.expectsContinue()) {
            headers.remove(EXPECT);
        }
        headers.set("X-Forwarded-For", request.forwardedFor())
                .set("X-Forwarded-Proto", request.scheme())
                .set("X-Forwarded-Port", request.port())
                .set("X-Request-Start", request.arrivedMillis())
                .set("X-Request-Id", request.requestId())
                .add(VIA, VIA_SLIPWAY);
        return new DefaultHttpRequest(HttpVersion.HTTP_1_1, request.method(), request.target(), headers);
    }
}
