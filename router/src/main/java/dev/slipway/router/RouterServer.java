package dev.slipway.router;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A router: takes requests on its ports and proxies them by the route table it follows from the control plane. It serves
 * from the stored table, and goes on serving, while the control plane is away. Start it once; starting and stopping
 * block, and both are safe from any thread.
 */
public final class RouterServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RouterServer.class);
    private static final Duration FEED_SILENCE = Duration.ofSeconds(30);
    private static final long ACCESS_LINE_CHARS = 4L * 1024 * 1024;
    private static final int BACKLOG = 1024;

    private final RouterSettings settings;
    private final Timings timings;
    private final Clock clock;
    private final RouteTable table = new RouteTable();
    private final RouteStore store;
    private final Upstreams upstreams = new Upstreams(table);
    private final AccessLines accessLines;
    private final ControlPlaneClient controlPlane;
    private final RouteFeedClient feed;
    private final Reporter reporter;
    private final AccessLineSender accessLineSender;
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());
    private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final List<Channel> listeners = new ArrayList<>();
    private Optional<Certificates> certificates = Optional.empty();
    private Optional<UpstreamPools> pools = Optional.empty();

    /** @param settings whose token may be empty: the router then serves from its stored table only */
    public RouterServer(RouterSettings settings) {
        this(settings, () -> Optional.of(settings.token()).filter(token -> !token.isEmpty()));
    }

    RouterServer(RouterSettings settings, TokenSource token) {
        this(settings, token, Timings.heroku(), FEED_SILENCE, Clock.systemUTC());
    }

    RouterServer(RouterSettings settings, TokenSource token, Timings timings, Duration feedSilence, Clock clock) {
        String id = UUID.randomUUID().toString();
        this.settings = settings;
        this.timings = timings;
        this.clock = clock;
        this.store = new RouteStore(settings.home(), table);
        this.accessLines = new AccessLines(ACCESS_LINE_CHARS, clock);
        this.controlPlane = new ControlPlaneClient(settings.controlPlane(), token, id);
        this.feed = new RouteFeedClient(controlPlane, this::apply, feedSilence);
        this.reporter = new Reporter(id, table, upstreams, controlPlane);
        this.accessLineSender = new AccessLineSender(accessLines, controlPlane);
    }

    /**
     * Opens the ports, then follows the route feed.
     *
     * @throws IOException if the home folder cannot be used or a port cannot be opened; nothing is left open then
     */
    public synchronized void start() throws IOException {
        try {
            Files.createDirectories(settings.home());
            store.load().ifPresent(table::apply);
            Certificates tls = new Certificates(settings.home(), settings.domain(), table, clock);
            certificates = Optional.of(tls);
            HostRouting routing = new HostRouting(settings, table, upstreams, timings, tls.ca());
            UpstreamPools perLoop = new UpstreamPools(loops, timings, routing::isWanted);
            pools = Optional.of(perLoop);
            upstreams.onDrained(reporter::reportNow);
            for (InetSocketAddress address : settings.listen()) {
                listeners.add(listen(address, tls, routing, perLoop));
            }
            tls.start();
        } catch (IOException e) {
            close();
            throw e;
        }
        store.start();
        reporter.start();
        accessLineSender.start();
        feed.start();
        LOG.info("listening on {}, {} stored routes", addresses(), table.routes().size());
    }

    /** The addresses listened on, in the order of the settings, with the ports that were picked. */
    public synchronized List<InetSocketAddress> addresses() {
        return listeners.stream().map(listener -> (InetSocketAddress) listener.localAddress()).toList();
    }

    /** The routes served from. */
    public RouteTable table() {
        return table;
    }

    /**
     * Stops accepting, lets requests in flight end, then closes everything. Upgraded connections last until
     * {@code grace} is over. Stopping again does nothing.
     *
     * @param grace how long to wait; zero closes at once
     * @return connections cut off when {@code grace} ran out; 0 after a clean drain
     */
    public synchronized int stop(Duration grace) {
        if (loops.isShuttingDown()) {
            return 0;
        }
        listeners.forEach(listener -> listener.close().syncUninterruptibly());
        clients.forEach(client -> client.pipeline().fireUserEventTriggered(ExchangeHandler.Stop.NOW));
        clients.newCloseFuture().awaitUninterruptibly(grace.toMillis());
        int cutOff = clients.size();
        clients.close().awaitUninterruptibly();
        certificates.ifPresent(Certificates::close);
        feed.close();
        reporter.close();
        accessLineSender.close();
        controlPlane.close();
        store.close();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
        return cutOff;
    }

    /** {@link #stop} without grace. */
    @Override
    public void close() {
        stop(Duration.ZERO);
    }

    /** What a change of routes sets off, in this order: a report must speak of the table that is served. */
    void apply(RouteUpdate update) {
        if (update instanceof RouteUpdate.Ping) {
            return;
        }
        table.apply(update);
        upstreams.tableChanged();
        pools.ifPresent(UpstreamPools::tableChanged);
        certificates.ifPresent(Certificates::tableChanged);
        store.saveSoon();
        reporter.reportNow();
    }

    private Channel listen(
            InetSocketAddress address, Certificates tls, HostRouting routing, UpstreamPools perLoop) throws IOException {
        var bound = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        clients.add(channel);
                        RouterPipeline.towardsClient(
                                channel, tls, settings.rendezvous(), new ExchangeHandler(routing, perLoop, timings, accessLines));
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("cannot listen on " + address + ": " + bound.cause().getMessage()
                    + "; choose another port or stop the program that uses it", bound.cause());
        }
        return bound.channel();
    }
}
