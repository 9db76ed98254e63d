package dev.slipway.router;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The {@link UpstreamPool} of each event loop. */
final class UpstreamPools {

    private static final int SWEEP_SECONDS = 5;

    private final Map<EventLoop, UpstreamPool> pools;

    UpstreamPools(EventLoopGroup loops, Timings timings, Predicate<Upstream> stillWanted) {
        Map<EventLoop, UpstreamPool> perLoop = new HashMap<>();
        for (EventExecutor executor : loops) {
            EventLoop loop = (EventLoop) executor;
            UpstreamPool pool = new UpstreamPool(loop, timings, stillWanted);
            perLoop.put(loop, pool);
            loop.scheduleWithFixedDelay(pool::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
        }
        this.pools = Map.copyOf(perLoop);
    }

    UpstreamPool of(EventLoop loop) {
        return pools.get(loop);
    }

    /** Soon closes the idle connections to upstreams that are no longer wanted. */
    void tableChanged() {
        pools.forEach((loop, pool) -> loop.execute(pool::sweep));
    }
}
