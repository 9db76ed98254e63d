package dev.slipway.router;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Kept-alive connections to upstreams, the most recently used first. One pool per event loop: a client's connection and
 * its upstream's are always on the same loop, so nothing here is shared.
 */
final class UpstreamPool {

    /** What became of a request for a connection; exactly one of the two is called, on the event loop. */
    interface Waiter {
        void connected(UpstreamConnection connection);

        void connectFailed(Throwable cause);
    }

    private static final int MAX_IDLE_PER_UPSTREAM = 32;

    private final EventLoop loop;
    private final Timings timings;
    private final Predicate<Upstream> stillWanted;
    private final Map<Upstream, Deque<UpstreamConnection>> idle = new HashMap<>();

    /** @param stillWanted whether connections to an upstream are worth keeping */
    UpstreamPool(EventLoop loop, Timings timings, Predicate<Upstream> stillWanted) {
        this.loop = loop;
        this.timings = timings;
        this.stillWanted = stillWanted;
    }

    /** @param mayReuse false for a connection that has carried nothing yet */
    void acquire(Upstream upstream, boolean mayReuse, Waiter waiter) {
        UpstreamConnection kept = mayReuse ? takeIdle(upstream) : null;
        if (kept != null) {
            waiter.connected(kept);
            return;
        }
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(upstream.host());
        if (literal != null) {
            try {
                connect(upstream, InetAddress.getByAddress(literal), waiter);
            } catch (UnknownHostException e) {
                waiter.connectFailed(e);
            }
        } else {
            resolve(upstream.host(), waiter, address -> connect(upstream, address, waiter));
        }
    }

    /** Takes a connection back whose response is complete. */
    void release(UpstreamConnection connection) {
        Upstream upstream = connection.upstream();
        Deque<UpstreamConnection> kept = idle.computeIfAbsent(upstream, key -> new ArrayDeque<>());
        if (kept.size() < MAX_IDLE_PER_UPSTREAM && stillWanted.test(upstream)) {
            kept.push(connection);
            connection.waitInPool();
        } else {
            connection.close();
        }
    }

    /** Called when a connection was closed while it waited here. */
    void forget(UpstreamConnection connection) {
        Deque<UpstreamConnection> kept = idle.get(connection.upstream());
        if (kept != null && kept.remove(connection) && kept.isEmpty()) {
            idle.remove(connection.upstream());
        }
    }

    /** Closes what has waited too long and what leads to upstreams that are no longer wanted. */
    void sweep() {
        long oldest = System.nanoTime() - timings.keepAlive().toNanos();
        for (Iterator<Deque<UpstreamConnection>> all = idle.values().iterator(); all.hasNext(); ) {
            Deque<UpstreamConnection> kept = all.next();
            kept.removeIf(connection -> {
                boolean useless = connection.idleSince() - oldest < 0 || !stillWanted.test(connection.upstream());
                if (useless) {
                    connection.close();
                }
                return useless;
            });
            if (kept.isEmpty()) {
                all.remove();
            }
        }
    }

    private @Nullable UpstreamConnection takeIdle(Upstream upstream) {
        Deque<UpstreamConnection> kept = idle.get(upstream);
        while (kept != null && !kept.isEmpty()) {
            UpstreamConnection connection = kept.pop();
            if (connection.isActive()) {
                return connection;
            }
        }
        return null;
    }

    // Name resolution blocks, and event loops never do.
    private void resolve(String host, Waiter waiter, Consumer<InetAddress> resolved) {
        Thread.ofVirtual().name("resolve").start(() -> {
            try {
                InetAddress address = InetAddress.getByName(host);
                loop.execute(() -> resolved.accept(address));
            } catch (UnknownHostException e) {
                loop.execute(() -> waiter.connectFailed(e));
            }
        });
    }

    private void connect(Upstream upstream, InetAddress address, Waiter waiter) {
        ChannelFuture connecting = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timings.connect().toMillis())
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        RouterPipeline.towardsUpstream(channel, new UpstreamConnection(upstream, UpstreamPool.this));
                    }
                })
                .connect(new InetSocketAddress(address, upstream.port()));
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                waiter.connected(connecting.channel().pipeline().get(UpstreamConnection.class));
            } else {
                waiter.connectFailed(done.cause());
            }
        });
    }
}
