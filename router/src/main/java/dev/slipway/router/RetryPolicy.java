package dev.slipway.router;

import io.netty.handler.codec.http.HttpMethod;
import java.util.Set;

/**
 * The one place that decides whether a request may be sent again. A request that never reached an upstream always may.
 * One that was sent may only if it was sent on a kept-alive connection that the upstream closed without a word, which is
 * the race of RFC 9112 §9.3.1, and only if sending it twice means the same as once (RFC 9110 §9.2.2) and no byte of its
 * body is gone. On a fresh connection a close without a response is the app's answer to this request: a request that
 * kills a dyno must not be carried on to the next one.
 */
final class RetryPolicy {

    private static final Set<HttpMethod> IDEMPOTENT = Set.of(
            HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.TRACE, HttpMethod.PUT, HttpMethod.DELETE);

    private RetryPolicy() {}

    /**
     * Whether the request may use a kept-alive connection at all. One that could not be repeated gets a fresh
     * connection, so that it cannot lose the race; that costs it a connect inside one network.
     */
    static boolean mayReuseConnection(ClientRequest request) {
        return IDEMPOTENT.contains(request.method()) && !request.hasBody() && request.upgrade() == null;
    }

    static boolean mayResend(ClientRequest request, boolean reusedConnection, boolean bodyConsumed) {
        return reusedConnection && IDEMPOTENT.contains(request.method()) && !bodyConsumed;
    }
}
