package dev.slipway.router;

import dev.slipway.router.Attempts.Next;
import dev.slipway.router.Upstreams.Lease;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through an upstream and back: connect, send, wait, stream, done. Everything happens on the
 * client's event loop. Each side is read only while the other side is writable, so that neither can fill the memory.
 */
final class Exchange implements UpstreamPool.Waiter, UpstreamConnection.Listener, Tunnel.Listener {

    private final ClientRequest request;
    private final ClientSide client;
    private final Attempts attempts;
    private final UpstreamPool pool;
    private final Timings timings;
    private final @Nullable Route route;
    private final Consumer<AccessRecord> accessLog;
    private final RollingTimeout timeout;
    private final long started = System.nanoTime();

    private @Nullable Lease lease;
    private @Nullable UpstreamConnection upstream;
    private long connectStarted = started;
    private long connectedAt = started;
    private boolean requestEnded;
    private boolean bodyConsumed;
    private boolean requestPaused;
    private boolean mustBeFresh;
    private boolean interim;
    private boolean upgrading;
    private boolean tunnelling;
    private boolean responseStarted;
    private boolean upstreamKeepsAlive;
    private boolean clientKeepsAlive;
    private boolean done;
    private int status;
    private long bytes;

    Exchange(
            ClientRequest request,
            ClientSide client,
            Attempts attempts,
            UpstreamPool pool,
            Timings timings,
            @Nullable Route route,
            Consumer<AccessRecord> accessLog) {
        this.request = request;
        this.client = client;
        this.attempts = attempts;
        this.pool = pool;
        this.timings = timings;
        this.route = route;
        this.accessLog = accessLog;
        this.timeout = new RollingTimeout(loop());
    }

    // ---- connect

    void start() {
        if (!request.hasBody()) {
            // Nothing to hold back, and reading on is how a client that leaves during the connect is noticed.
            client.readRequest();
        }
        attempt();
    }

    private void attempt() {
        if (done) {
            return;
        }
        switch (attempts.next()) {
            case Next.Try(Lease next) -> {
                lease = next;
                connectStarted = System.nanoTime();
                boolean mayReuse = !mustBeFresh && RetryPolicy.mayReuseConnection(request);
                pool.acquire(next.upstream(), mayReuse, this);
            }
            case Next.Pause(Duration pause) ->
                loop().schedule(this::attempt, pause.toNanos(), TimeUnit.NANOSECONDS);
            case Next.GiveUp(RouterError error) -> fail(error);
        }
    }

    @Override
    public void connectFailed(Throwable cause) {
        if (done || lease == null) {
            return;
        }
        attempts.connectFailed(lease.upstream(), cause);
        lease.close();
        attempt();
    }

    @Override
    public void connected(UpstreamConnection connection) {
        if (done) {
            connection.close();
            return;
        }
        upstream = connection;
        connectedAt = System.nanoTime();
        connection.attach(this);
        sendHead(connection);
    }

    // ---- send

    private void sendHead(UpstreamConnection connection) {
        connection.write(UpstreamRequest.of(request));
        if (requestEnded) {
            connection.write(LastHttpContent.EMPTY_LAST_CONTENT);
            connection.flush();
            awaitFirstByte();
        } else if (request.hasBody()) {
            connection.flush();
            timeout.arm(timings.idle(), this::requestStalled);
            client.readRequest();
        }
        connection.read();
    }

    /** Takes over the reference of {@code content}. */
    void requestContent(HttpContent content) {
        if (done) {
            content.release();
            return;
        }
        if (content.decoderResult().isFailure()) {
            content.release();
            fail(RouterError.H26);
            return;
        }
        bodyConsumed |= content.content().isReadable();
        requestEnded = content instanceof LastHttpContent;
        timeout.touch();
        UpstreamConnection connection = upstream;
        if (connection == null) {
            content.release();
        } else {
            connection.write(content);
            connection.flush();
        }
        if (done) {
            return;
        }
        if (requestEnded) {
            if (connection != null && !responseStarted) {
                awaitFirstByte();
            }
            client.readRequest();
        } else if (connection != null && connection.isWritable()) {
            client.readRequest();
        } else {
            requestPaused = true;
        }
    }

    @Override
    public void upstreamWritable() {
        timeout.touch();
        if (requestPaused) {
            requestPaused = false;
            client.readRequest();
        }
    }

    private void requestStalled() {
        // The client has more to send; the question is who holds it up.
        fail(requestPaused ? RouterError.H12 : RouterError.H28);
    }

    private void awaitFirstByte() {
        timeout.arm(timings.firstByte(), () -> fail(RouterError.H12));
    }

    // ---- stream

    @Override
    public void responseHead(HttpResponse head) {
        if (head.decoderResult().isFailure()) {
            failedHead(head.decoderResult().cause());
            return;
        }
        interim = head.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (interim) {
            interimHead(head);
            return;
        }
        responseStarted = true;
        status = head.status().code();
        upstreamKeepsAlive = HttpUtil.isKeepAlive(head);
        timeout.arm(timings.idle(), this::responseStalled);
        // A client that is still sending what nobody reads is not worth keeping.
        DownstreamResponse response = DownstreamResponse.of(head, request, client.mayKeepAlive() && requestEnded);
        clientKeepsAlive = response.keepsAlive();
        client.write(response.head());
    }

    private void interimHead(HttpResponse head) {
        upgrading = head.status().code() == 101;
        if (upgrading && (request.upgrade() == null || !requestEnded)) {
            fail(RouterError.H17);
            return;
        }
        if (request.isHttp11()) {
            client.write(DownstreamResponse.interim(head));
            client.flush();
        }
    }

    // The decoder reports a connection that ends within a head as a malformed head.
    private void failedHead(Throwable cause) {
        if (cause instanceof PrematureChannelClosureException) {
            upstreamClosed();
        } else {
            fail(RouterError.H17);
        }
    }

    @Override
    public void responseContent(HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        if (done || interim) {
            content.release();
            if (!done && upgrading && last) {
                openTunnel();
            }
            return;
        }
        if (content.decoderResult().isFailure()) {
            content.release();
            fail(RouterError.H18);
            return;
        }
        bytes += content.content().readableBytes();
        timeout.touch();
        client.write(content);
        if (last) {
            succeed();
        }
    }

    @Override
    public void responsePaused() {
        if (responseStarted) {
            client.flush();
        }
        if (!done && upstream != null && client.isWritable()) {
            upstream.read();
        }
    }

    void clientWritable() {
        timeout.touch();
        if (upstream != null && !done) {
            upstream.read();
        }
    }

    private void responseStalled() {
        fail(!requestEnded && !requestPaused || !client.isWritable() ? RouterError.H28 : RouterError.H15);
    }

    // ---- done

    private void succeed() {
        UpstreamConnection connection = upstream;
        end(null);
        client.flush();
        if (connection != null) {
            if (upstreamKeepsAlive && requestEnded && connection.isActive()) {
                connection.release();
            } else {
                connection.close();
            }
        }
        client.responseEnded(clientKeepsAlive);
    }

    @Override
    public void upstreamClosed() {
        UpstreamConnection closed = upstream;
        if (done || closed == null) {
            return;
        }
        if (responseStarted) {
            fail(RouterError.H18);
        } else if (RetryPolicy.mayResend(request, closed.isReused(), bodyConsumed)) {
            closed.close();
            upstream = null;
            mustBeFresh = true;
            timeout.cancel();
            if (lease != null) {
                lease.close();
            }
            attempt();
        } else {
            fail(requestEnded ? RouterError.H13 : RouterError.H18);
        }
    }

    void clientGone() {
        if (!done) {
            UpstreamConnection connection = upstream;
            end(RouterError.H27);
            if (connection != null) {
                connection.close();
            }
        }
    }

    private void fail(RouterError error) {
        if (done) {
            return;
        }
        UpstreamConnection connection = upstream;
        done = true;
        if (connection != null) {
            connection.close();
        }
        if (responseStarted || tunnelling || error.status() == RouterError.H28.status()) {
            end(error);
            client.abort();
        } else {
            bytes = client.answer(error, route);
            end(error);
        }
    }

    private void end(@Nullable RouterError error) {
        done = true;
        timeout.cancel();
        upstream = null;
        long now = System.nanoTime();
        String dyno = "";
        if (lease != null) {
            dyno = lease.upstream().dyno();
            lease.close();
        }
        accessLog.accept(new AccessRecord(
                request,
                error,
                dyno,
                Duration.ofNanos(Math.max(0, connectedAt - connectStarted)),
                Duration.ofNanos(now - Math.max(connectedAt, connectStarted)),
                error == null ? status : error.status(),
                bytes));
    }

    // ---- after 101

    private void openTunnel() {
        UpstreamConnection connection = upstream;
        if (connection == null) {
            return;
        }
        tunnelling = true;
        status = 101;
        timeout.arm(timings.idle(), () -> fail(RouterError.H15));
        connection.detach();
        if (client.becomeTunnel(new Tunnel(connection.channel(), this))) {
            RouterPipeline.upstreamBecomesTunnel(connection.channel().pipeline(), new Tunnel(client.channel(), this));
            connection.channel().read();
            client.channel().read();
        } else {
            fail(RouterError.H26);
        }
    }

    @Override
    public void tunnelled(int count) {
        timeout.touch();
        bytes += count;
    }

    @Override
    public void tunnelClosed() {
        if (!done) {
            end(null);
        }
    }

    private EventLoop loop() {
        return client.channel().eventLoop();
    }
}
