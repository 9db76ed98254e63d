package dev.slipway.router;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.util.AsyncMapping;
import java.util.List;

/** Tells HTTPS from HTTP by the first byte, then leaves the pipeline. */
final class TlsOrPlain extends ByteToMessageDecoder {

    // RFC 8446 §5.1: content type handshake. No HTTP method begins with it.
    private static final int TLS_HANDSHAKE = 0x16;

    private final AsyncMapping<String, SslContext> certificates;

    TlsOrPlain(AsyncMapping<String, SslContext> certificates) {
        this.certificates = certificates;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (in.getUnsignedByte(in.readerIndex()) == TLS_HANDSHAKE) {
            ctx.pipeline().replace(this, null, new SniHandler(certificates));
        } else {
            ctx.pipeline().remove(this);
        }
    }
}
