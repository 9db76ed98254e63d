package dev.slipway.router;

import static io.netty.handler.codec.http.HttpHeaderNames.EXPECT;
import static io.netty.handler.codec.http.HttpHeaderNames.HOST;
import static io.netty.handler.codec.http.HttpHeaderNames.TRANSFER_ENCODING;

import dev.slipway.router.ClientRequest.Refusal;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns each decoded head into a {@link ClientRequest}, refused where two parsers could read it differently: that is
 * how requests are smuggled past a proxy. What Netty's decoder rejects itself (conflicting Content-Length, bare line
 * feeds, blanks before a colon) arrives here as a failed decoder result.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-11.2">RFC 9112 §11.2, Request Smuggling</a>
 */
final class RequestGuard extends ChannelInboundHandlerAdapter {

    static final int MAX_LINE = 8192;
    static final int MAX_HEADERS = 1000;
    private static final int MAX_METHOD = 127;
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9_-]{20,200}");
    private static final Pattern TARGET = Pattern.compile("/[!-~]*|\\*");
    private static final Pattern ABSOLUTE_FORM = Pattern.compile("(?i)https?://([^/?#]*)(.*)");
    private static final Authority NOWHERE = new Authority("", 0);

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest head) {
            ctx.fireChannelRead(read(ctx, head));
            ReferenceCountUtil.release(message);
        } else {
            ctx.fireChannelRead(message);
        }
    }

    private static ClientRequest read(ChannelHandlerContext ctx, HttpRequest head) {
        HttpRequest origin = inOriginForm(head);
        Optional<Authority> authority = Optional.ofNullable(origin.headers().get(HOST)).flatMap(Authority::parse);
        return new ClientRequest(
                origin,
                authority.orElse(NOWHERE),
                ctx.pipeline().get(SslHandler.class) != null,
                port(ctx.channel().localAddress()),
                ip(ctx.channel().remoteAddress()),
                requestId(head.headers()),
                System.currentTimeMillis(),
                head.decoderResult().isFailure()
                        ? new Refusal(400, "not an HTTP request")
                        : refusal(origin, authority.isPresent()));
    }

    private static @Nullable Refusal refusal(HttpRequest head, boolean hostIsValid) {
        HttpHeaders headers = head.headers();
        HttpVersion version = head.protocolVersion();
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            return new Refusal(400, "HTTP version");
        }
        if (head.method().name().length() > MAX_METHOD) {
            return new Refusal(400, "method too long");
        }
        if (head.method().equals(HttpMethod.CONNECT)) {
            return new Refusal(405, "CONNECT is not supported");
        }
        if (!TARGET.matcher(head.uri()).matches()) {
            return new Refusal(400, "request target");
        }
        if (headers.getAll(HOST).size() != 1 || !hostIsValid) {
            return new Refusal(400, "Host");
        }
        if (headers.size() > MAX_HEADERS) {
            return new Refusal(400, "too many header fields");
        }
        for (Entry<String, String> field : headers) {
            if (field.getKey().length() + field.getValue().length() > MAX_LINE) {
                return new Refusal(400, "header line too long");
            }
        }
        List<String> codings = headers.getAll(TRANSFER_ENCODING);
        if (!codings.isEmpty()
                && (codings.size() > 1
                        || !codings.getFirst().trim().equalsIgnoreCase("chunked")
                        || version.equals(HttpVersion.HTTP_1_0))) {
            return new Refusal(400, "Transfer-Encoding");
        }
        String expect = headers.get(EXPECT);
        if (expect != null && !expect.equalsIgnoreCase("100-continue")) {
            return new Refusal(417, "Expect");
        }
        return null;
    }

    // RFC 9112 §3.2.2: the authority of an absolute target replaces Host. Bytes beyond ASCII are percent-encoded, as
    // they would not survive being decoded and encoded again.
    private static HttpRequest inOriginForm(HttpRequest head) {
        String target = percentEncoded(head.uri());
        var absolute = ABSOLUTE_FORM.matcher(target);
        HttpRequest origin = new DefaultHttpRequest(head.protocolVersion(), head.method(), target, head.headers());
        if (absolute.matches()) {
            String path = absolute.group(2);
            origin.setUri(path.startsWith("/") ? path : "/" + path);
            origin.headers().set(HOST, absolute.group(1));
        }
        return origin;
    }

    private static String percentEncoded(String target) {
        if (target.chars().allMatch(c -> c < 0x80)) {
            return target;
        }
        StringBuilder encoded = new StringBuilder();
        target.chars().forEach(c -> encoded.append(c < 0x80 ? String.valueOf((char) c) : "%%%02X".formatted(c & 0xff)));
        return encoded.toString();
    }

    private static String requestId(HttpHeaders headers) {
        String offered = headers.get("X-Request-Id");
        return offered != null && REQUEST_ID.matcher(offered).matches()
                ? offered
                : UUID.randomUUID().toString();
    }

    private static int port(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? inet.getPort() : 0;
    }

    private static String ip(SocketAddress address) {
        InetAddress ip = address instanceof InetSocketAddress inet ? inet.getAddress() : null;
        if (ip == null) {
            return "unknown";
        }
        String text = ip.getHostAddress();
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }
}
