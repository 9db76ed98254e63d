package dev.slipway.router;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * One direction of an upgraded connection: what arrives here is written to {@code peer}, no faster than it takes it.
 * Two of them, one in each pipeline, make the tunnel.
 */
final class Tunnel extends ChannelInboundHandlerAdapter {

    /** What both directions tell the exchange; called on its event loop. */
    interface Listener {
        void tunnelled(int bytes);

        void tunnelClosed();
    }

    private static final int LAST_BYTES_SECONDS = 60;

    private final Channel peer;
    private final Listener listener;

    Tunnel(Channel peer, Listener listener) {
        this.peer = peer;
        this.listener = listener;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf bytes) {
            listener.tunnelled(bytes.readableBytes());
            peer.write(bytes, peer.voidPromise());
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        peer.flush();
        if (peer.isWritable()) {
            ctx.read();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            peer.read();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        peer.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        // A peer that does not take the rest would stay for ever.
        Future<?> giveUp = peer.eventLoop().schedule(() -> peer.close(), LAST_BYTES_SECONDS, TimeUnit.SECONDS);
        peer.closeFuture().addListener(closed -> giveUp.cancel(false));
        listener.tunnelClosed();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
