package dev.slipway.router;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Last handler of a client's pipeline: one exchange after another on one connection. While a response is on its way one
 * more message is read, because that is how a client's leaving is noticed; a pipelined request that turns up then waits.
 */
final class ExchangeHandler extends ChannelInboundHandlerAdapter implements ClientSide {

    /** User event: finish what is in flight, begin nothing new. */
    enum Stop {
        NOW
    }

    private static final int MAX_DISCARDED_BYTES = 1024 * 1024;

    private final HostRouting routing;
    private final UpstreamPools pools;
    private final Timings timings;
    private final AccessLines accessLines;

    private @Nullable ChannelHandlerContext context;
    private @Nullable RollingTimeout waiting;
    private @Nullable ClientRequest current;
    private @Nullable Exchange exchange;
    private @Nullable ClientRequest held;
    private boolean requestEnded;
    private boolean responseEnded;
    private boolean keepAlive;
    private boolean stopping;
    private int discardedBytes;
    private boolean reading;
    private boolean inRead;
    private boolean readDeferred;

    ExchangeHandler(HostRouting routing, UpstreamPools pools, Timings timings, AccessLines accessLines) {
        this.routing = routing;
        this.pools = pools;
        this.timings = timings;
        this.accessLines = accessLines;
    }

    // ---- one request after another

    private void awaitRequest() {
        closeWithoutProgress(timings.waiting());
        readRequest();
    }

    private void begin(ClientRequest request) {
        waiting().cancel();
        current = request;
        requestEnded = false;
        responseEnded = false;
        discardedBytes = 0;
        keepAlive = request.keepsAlive() && request.refusal() == null;
        switch (routing.of(request)) {
            case Destination.App(Route route, Attempts attempts) -> proxy(request, attempts, timings, route);
            case Destination.ControlPlane(Attempts attempts) ->
                proxy(request, attempts, timings.forControlPlane(), null);
            case Destination.Page(RouterError error, Route route) -> page(request, error, route);
            case Destination.Own(FullHttpResponse response) -> respond(request, response);
        }
    }

    private void proxy(ClientRequest request, Attempts attempts, Timings limits, @Nullable Route route) {
        UpstreamPool pool = pools.of(channel().eventLoop());
        exchange = new Exchange(request, this, attempts, pool, limits, route, logFor(route));
        exchange.start();
    }

    private void page(ClientRequest request, RouterError error, @Nullable Route route) {
        int bytes = answer(error, route);
        int status = request.refusal() == null ? error.status() : request.refusal().status();
        logFor(route).accept(new AccessRecord(request, error, "", Duration.ZERO, Duration.ZERO, status, bytes));
    }

    @Override
    public int answer(RouterError error, @Nullable Route route) {
        ClientRequest request = current;
        if (request == null) {
            return 0;
        }
        FullHttpResponse page = Pages.of(error, request, route == null ? null : route.appName());
        if (request.refusal() != null) {
            page.setStatus(HttpResponseStatus.valueOf(request.refusal().status()));
        }
        int bytes = page.content().readableBytes();
        respond(request, page);
        return bytes;
    }

    private void respond(ClientRequest request, FullHttpResponse response) {
        // A client that waits for 100 (Continue) may or may not send its body after a final answer: do not guess.
        boolean keepsAlive = mayKeepAlive() && (requestEnded || !request.expectsContinue());
        DownstreamResponse.announce(response.headers(), request, keepsAlive);
        write(response);
        flush();
        responseEnded(keepsAlive);
    }

    @Override
    public void responseEnded(boolean keepsAlive) {
        responseEnded = true;
        keepAlive = keepsAlive;
        exchange = null;
        if (requestEnded) {
            next();
        } else {
            closeWithoutProgress(timings.linger());
            readRequest();
        }
    }

    private void next() {
        current = null;
        ClientRequest pipelined = held;
        held = null;
        if (!mayKeepAlive()) {
            closeAfterFlush();
        } else if (pipelined != null) {
            begin(pipelined);
        } else {
            awaitRequest();
        }
    }

    private Consumer<AccessRecord> logFor(@Nullable Route route) {
        return route == null ? record -> {} : record -> accessLines.add(route.app(), record.text());
    }

    // ---- what arrives

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        reading = false;
        boolean outermost = !inRead;
        inRead = true;
        try {
            handle(message);
            // In a loop and not by recursion: one packet may hold thousands of pipelined requests.
            while (outermost && readDeferred) {
                readDeferred = false;
                ctx.read();
            }
        } finally {
            inRead = !outermost;
        }
    }

    private void handle(Object message) {
        if (message instanceof ClientRequest request) {
            if (current == null) {
                begin(request);
            } else {
                held = request;
            }
        } else if (message instanceof HttpContent content && current != null) {
            requestContent(content);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private void requestContent(HttpContent content) {
        requestEnded = content instanceof LastHttpContent;
        boolean broken = content.decoderResult().isFailure();
        // The decoder reports a broken chunk as the request's end, and finds no other request behind it.
        keepAlive &= !broken;
        if (exchange != null) {
            exchange.requestContent(content);
            return;
        }
        discardedBytes += content.content().readableBytes();
        content.release();
        if (broken || discardedBytes > MAX_DISCARDED_BYTES) {
            closeAfterFlush();
        } else if (requestEnded && responseEnded) {
            next();
        } else {
            readRequest();
        }
    }

    @Override
    public void readRequest() {
        if (reading || held != null) {
            return;
        }
        reading = true;
        if (inRead) {
            readDeferred = true;
        } else {
            context().read();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        // A read that brought no whole message ended; it is still wanted.
        if (reading && !inRead) {
            ctx.read();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        awaitRequest();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (exchange != null && isWritable()) {
            exchange.clientWritable();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == Stop.NOW) {
            stopping = true;
            if (current == null) {
                ctx.close();
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        waiting().cancel();
        Exchange interrupted = exchange;
        exchange = null;
        if (interrupted != null) {
            interrupted.clientGone();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // Failed handshakes and resets: the client's affair, and channelInactive tells the exchange.
        ctx.close();
    }

    // ---- the connection

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        waiting = new RollingTimeout(ctx.channel().eventLoop());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        waiting().cancel();
    }

    @Override
    public Channel channel() {
        return context().channel();
    }

    private ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return context;
    }

    @Override
    public void write(HttpObject message) {
        channel().write(message, channel().voidPromise());
    }

    @Override
    public void flush() {
        channel().flush();
    }

    @Override
    public boolean isWritable() {
        return channel().isWritable();
    }

    @Override
    public boolean mayKeepAlive() {
        return keepAlive && !stopping;
    }

    @Override
    public void abort() {
        exchange = null;
        channel().close();
    }

    @Override
    public boolean becomeTunnel(Tunnel tunnel) {
        if (held != null) {
            return false;
        }
        waiting().cancel();
        RouterPipeline.clientBecomesTunnel(channel().pipeline(), tunnel);
        return true;
    }

    // A slow client may still be taking the end of its response when the next request is awaited.
    private void closeWithoutProgress(Duration limit) {
        long pending = pendingBytes();
        waiting().arm(limit, () -> {
            if (pendingBytes() < pending) {
                closeWithoutProgress(limit);
            } else {
                channel().close();
            }
        });
    }

    private long pendingBytes() {
        ChannelOutboundBuffer buffer = channel().unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    private void closeAfterFlush() {
        closeWithoutProgress(timings.waiting());
        channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    private RollingTimeout waiting() {
        if (waiting == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return waiting;
    }
}
