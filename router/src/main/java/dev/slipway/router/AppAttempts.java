package dev.slipway.router;

import dev.slipway.router.Upstreams.Lease;
import io.netty.channel.ConnectTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Of two random dynos the one with fewer requests in flight. The table is read anew at each attempt, so a request that
 * meets a dyno on its way out follows its app to the next release.
 */
final class AppAttempts implements Attempts {

    private static final int MAX_ATTEMPTS = 10;
    private static final Duration MAX_TOTAL = Duration.ofSeconds(75);

    private final String hostname;
    private final RouteTable table;
    private final Upstreams upstreams;
    private final Timings timings;
    private final long started = System.nanoTime();
    private int attempts;
    private int pauses;
    private boolean rested = true;
    private RouterError lastError = RouterError.H99;

    AppAttempts(String hostname, RouteTable table, Upstreams upstreams, Timings timings) {
        this.hostname = hostname;
        this.table = table;
        this.upstreams = upstreams;
        this.timings = timings;
    }

    @Override
    public Next next() {
        while (true) {
            Optional<Route> route = table.find(hostname);
            if (route.isEmpty()) {
                return new Next.GiveUp(RouterError.NO_APP);
            }
            List<Upstream> candidates = route.get().upstreams();
            if (route.get().status() != Route.Status.SERVING || candidates.isEmpty()) {
                return new Next.GiveUp(RouterError.of(route.get().status()));
            }
            if (attempts == MAX_ATTEMPTS || System.nanoTime() - started > MAX_TOTAL.toNanos()) {
                return new Next.GiveUp(lastError);
            }
            List<Upstream> reachable = candidates.stream().filter(u -> !upstreams.isQuarantined(u)).toList();
            if (reachable.isEmpty() && !rested) {
                return pauseOrGiveUp();
            }
            Lease lease = upstreams.enter(choose(reachable.isEmpty() ? candidates : reachable));
            if (table.hasUpstream(lease.upstream().id())) {
                attempts++;
                rested = false;
                return new Next.Try(lease);
            }
            lease.close();
        }
    }

    @Override
    public void connectFailed(Upstream upstream, Throwable cause) {
        upstreams.quarantine(upstream, timings.quarantine());
        lastError = cause instanceof ConnectTimeoutException ? RouterError.H19 : RouterError.H21;
    }

    private Next pauseOrGiveUp() {
        if (pauses == timings.pauses().size()) {
            return new Next.GiveUp(lastError);
        }
        rested = true;
        return new Next.Pause(timings.pauses().get(pauses++));
    }

    private Upstream choose(List<Upstream> from) {
        int size = from.size();
        if (size == 1) {
            return from.getFirst();
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int first = random.nextInt(size);
        int second = (first + 1 + random.nextInt(size - 1)) % size;
        Upstream one = from.get(first);
        Upstream other = from.get(second);
        return upstreams.inFlight(other) < upstreams.inFlight(one) ? other : one;
    }
}
