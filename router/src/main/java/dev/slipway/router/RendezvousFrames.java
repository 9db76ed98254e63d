package dev.slipway.router;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;

/** Cuts what the platform sends to the client of a one-off dyno into frames: two bytes of length, and as many bytes. */
final class RendezvousFrames extends LengthFieldBasedFrameDecoder {

    // Less than what a TLS record may hold, so that a frame of the platform is one record for the client.
    private static final int MAX_FRAME = 8 * 1024;
    private static final int LENGTH_BYTES = 2;

    RendezvousFrames() {
        super(MAX_FRAME + LENGTH_BYTES, 0, LENGTH_BYTES, 0, LENGTH_BYTES);
    }

    /** A copy: slices of what was read would keep all of it in memory while a slow client has yet to take one of them. */
    @Override
    protected ByteBuf extractFrame(ChannelHandlerContext ctx, ByteBuf buffer, int index, int length) {
        return ctx.alloc().buffer(length).writeBytes(buffer, index, length);
    }
}
