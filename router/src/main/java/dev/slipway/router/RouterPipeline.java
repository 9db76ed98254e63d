package dev.slipway.router;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AsyncMapping;
import java.net.InetSocketAddress;

/**
 * Every Netty handler of the router, in order.
 *
 * <pre>
 * client ─▶ TlsOrPlain ─▶ [SniHandler, then SslHandler] ─▶ RendezvousOrHttp ─▶ HttpServerCodec ─▶ FlowControlHandler ─▶ RequestGuard
 *                                                                                                      │
 *           upstream ◀── HttpClientCodec ◀── UpstreamConnection ◀── Exchange ◀── ExchangeHandler ◀─────┘
 *
 * after 101:  client ─▶ [SslHandler] ─▶ Tunnel ─▶ upstream,  upstream ─▶ Tunnel ─▶ client
 *
 * a one-off dyno's client, which RendezvousOrHttp tells from one of HTTP:
 *             client ─▶ SslHandler ─▶ Tunnel ─▶ platform,  platform ─▶ RendezvousFrames ─▶ Tunnel ─▶ client
 * </pre>
 *
 * Nothing is read that was not asked for: every channel has {@code AUTO_READ} off, and each side is read only while the
 * other side takes what was read before.
 */
final class RouterPipeline {

    // 1,000 header lines of 8,192 bytes would be 8 MB per connection; no client comes near this.
    private static final int MAX_HEADER_BYTES = 128 * 1024;
    private static final int MAX_RESPONSE_HEADER_BYTES = 512 * 1024;
    private static final int MAX_CHUNK = 64 * 1024;

    private RouterPipeline() {}

    /**
     * @param certificates certificate by the server name of the TLS handshake, which may be null
     * @param rendezvous   where clients of one-off dynos are taken
     */
    static void towardsClient(
            Channel channel,
            AsyncMapping<String, SslContext> certificates,
            InetSocketAddress rendezvous,
            ExchangeHandler exchanges) {
        channel.pipeline()
                .addLast(new TlsOrPlain(certificates))
                .addLast(new RendezvousOrHttp(rendezvous))
                .addLast(new HttpServerCodec(new HttpDecoderConfig()
                        .setMaxInitialLineLength(RequestGuard.MAX_LINE)
                        .setMaxHeaderSize(MAX_HEADER_BYTES)
                        .setMaxChunkSize(MAX_CHUNK)
                        // With both Content-Length and chunked, chunked wins and the connection ends, as at Heroku.
                        .setUseRfc9112TransferEncoding(false)))
                // One message per read: pipelined requests wait here, and bodies come at the upstream's pace.
                .addLast(new FlowControlHandler())
                .addLast(new RequestGuard())
                .addLast(exchanges);
    }

    static void towardsUpstream(Channel channel, UpstreamConnection connection) {
        channel.pipeline()
                .addLast(new HttpClientCodec(
                        new HttpDecoderConfig()
                                .setMaxInitialLineLength(RequestGuard.MAX_LINE)
                                .setMaxHeaderSize(MAX_RESPONSE_HEADER_BYTES)
                                .setMaxChunkSize(MAX_CHUNK)
                                // Lenient towards apps, whose framing reaches nobody but their own users.
                                .setStrictLineParsing(false)
                                .setUseRfc9112TransferEncoding(false)
                                .setAllowDuplicateContentLengths(true),
                        false,
                        false))
                .addLast(connection);
    }

    /** From the tail to the codec, so that bytes which the codec has read already go straight into the tunnel. */
    static void clientBecomesTunnel(ChannelPipeline pipeline, Tunnel tunnel) {
        pipeline.addLast(tunnel);
        pipeline.remove(ExchangeHandler.class);
        pipeline.remove(RequestGuard.class);
        pipeline.remove(FlowControlHandler.class);
        pipeline.remove(HttpServerCodec.class);
    }

    /** The handler that has kept the client's first bytes goes last, and they go into the tunnel. */
    static void clientMeetsPlatform(ChannelPipeline pipeline, Tunnel tunnel) {
        clientBecomesTunnel(pipeline, tunnel);
        // Else what the platform sent in two frames might become one record, whose first part the client would discard.
        pipeline.get(SslHandler.class).setWrapDataSize(0);
        pipeline.remove(RendezvousOrHttp.class);
    }

    static void platformMeetsClient(Channel platform, Tunnel tunnel) {
        platform.pipeline().addLast(new RendezvousFrames()).addLast(tunnel);
    }

    static void upstreamBecomesTunnel(ChannelPipeline pipeline, Tunnel tunnel) {
        pipeline.addLast(tunnel);
        pipeline.remove(UpstreamConnection.class);
        pipeline.remove(HttpClientCodec.class);
    }
}
