package dev.slipway.router;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/** Last handler of an upstream's pipeline: hands what arrives to the exchange that holds the connection. */
final class UpstreamConnection extends ChannelInboundHandlerAdapter {

    /** The exchange's side. */
    interface Listener {
        void responseHead(HttpResponse head);

        /** Takes over the reference of {@code content}. */
        void responseContent(HttpContent content);

        void responsePaused();

        void upstreamWritable();

        void upstreamClosed();
    }

    private final Upstream upstream;
    private final UpstreamPool pool;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Listener listener;
    private boolean reused;
    private long idleSince;

    UpstreamConnection(Upstream upstream, UpstreamPool pool) {
        this.upstream = upstream;
        this.pool = pool;
    }

    Upstream upstream() {
        return upstream;
    }

    /** Whether it has carried an exchange before. */
    boolean isReused() {
        return reused;
    }

    long idleSince() {
        return idleSince;
    }

    boolean isActive() {
        return channel().isActive();
    }

    boolean isWritable() {
        return channel().isWritable();
    }

    Channel channel() {
        if (context == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return context.channel();
    }

    void attach(Listener exchange) {
        listener = exchange;
    }

    void write(HttpObject message) {
        channel().write(message, channel().voidPromise());
    }

    void flush() {
        channel().flush();
    }

    void read() {
        channel().read();
    }

    void close() {
        listener = null;
        channel().close();
    }

    /** Ends the exchange; the connection serves another one later. */
    void release() {
        listener = null;
        reused = true;
        idleSince = System.nanoTime();
        pool.release(this);
    }

    /** Goes on reading, so that the upstream's closing is noticed. */
    void waitInPool() {
        read();
    }

    /** Ends the exchange and HTTP: the pipeline now belongs to a tunnel. */
    void detach() {
        listener = null;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (listener == null) {
            // Nobody asked: an upstream that speaks first would answer the next request with the wrong response.
            ReferenceCountUtil.release(message);
            ctx.close();
            return;
        }
        if (message instanceof HttpResponse head) {
            listener.responseHead(head);
        }
        if (message instanceof HttpContent content) {
            deliver(content);
        }
    }

    private void deliver(HttpContent content) {
        if (listener == null) {
            content.release();
        } else {
            listener.responseContent(content);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (listener != null) {
            listener.responsePaused();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (listener != null && isWritable()) {
            listener.upstreamWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (listener == null) {
            pool.forget(this);
        } else {
            listener.upstreamClosed();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A reset, mostly; channelInactive follows and says what it means for the exchange.
        ctx.close();
    }
}
