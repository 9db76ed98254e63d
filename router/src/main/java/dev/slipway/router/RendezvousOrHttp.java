package dev.slipway.router;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the client of a one-off dyno from one of HTTP by its first bytes after the handshake, a secret that begins with
 * {@code rendezvous.}, and connects it with the platform. From there come frames, two bytes of length before each, and
 * each goes to the client as one TLS record: the CLI discards the first record whole, and looks for the exit status in
 * one. Towards the platform bytes go as they are, the secret first. Whoever speaks HTTP, or no TLS, is passed on.
 */
final class RendezvousOrHttp extends ByteToMessageDecoder {

    private static final Logger LOG = LoggerFactory.getLogger(RendezvousOrHttp.class);
    // No HTTP method has small letters.
    private static final byte[] BEGINNING = "rendezvous.".getBytes(StandardCharsets.US_ASCII);
    private static final String GREETING = "rendezvous\r\n";
    private static final String UNREACHABLE = "Slipway's platform is away for a moment. Try again.\r\n";
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Tunnel.Listener NOBODY = new Tunnel.Listener() {
        @Override
        public void tunnelled(int bytes) {}

        @Override
        public void tunnelClosed() {}
    };

    private final InetSocketAddress platform;
    private boolean connecting;

    RendezvousOrHttp(InetSocketAddress platform) {
        this.platform = platform;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (connecting) {
            return;
        }
        int seen = Math.min(in.readableBytes(), BEGINNING.length);
        for (int i = 0; i < seen; i++) {
            if (in.getByte(in.readerIndex() + i) != BEGINNING[i]) {
                ctx.pipeline().remove(this);
                return;
            }
        }
        if (ctx.pipeline().get(SslHandler.class) == null) {
            ctx.pipeline().remove(this);
        } else if (seen == BEGINNING.length) {
            connecting = true;
            resolve(ctx);
        }
    }

    /** Nothing more is read while the platform is called: it must speak first, as far as the client is concerned. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        if (!connecting) {
            super.channelReadComplete(ctx);
        }
    }

    // Name resolution blocks, and event loops never do.
    private void resolve(ChannelHandlerContext ctx) {
        Thread.ofVirtual().name("resolve").start(() -> {
            InetSocketAddress address = new InetSocketAddress(platform.getHostString(), platform.getPort());
            ctx.executor().execute(() -> connect(ctx, address));
        });
    }

    private static void connect(ChannelHandlerContext ctx, InetSocketAddress address) {
        Channel client = ctx.channel();
        ChannelFuture call = new Bootstrap()
                .group(client.eventLoop())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(CONNECT.toMillis()))
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(address);
        call.addListener(done -> {
            if (!done.isSuccess()) {
                refuse(ctx, done.cause());
            } else if (!client.isActive()) {
                call.channel().close();
            } else {
                meet(client, call.channel());
            }
        });
    }

    private static void meet(Channel client, Channel platform) {
        RouterPipeline.platformMeetsClient(platform, new Tunnel(client, NOBODY));
        RouterPipeline.clientMeetsPlatform(client.pipeline(), new Tunnel(platform, NOBODY));
        platform.flush();
        platform.read();
        client.read();
    }

    private static void refuse(ChannelHandlerContext ctx, Throwable cause) {
        LOG.warn("the platform's rendezvous cannot be reached: {}", cause.toString());
        ctx.writeAndFlush(Unpooled.copiedBuffer(GREETING, StandardCharsets.US_ASCII));
        ctx.writeAndFlush(Unpooled.copiedBuffer(UNREACHABLE, StandardCharsets.US_ASCII))
                .addListener(ChannelFutureListener.CLOSE);
    }
}
