package dev.slipway.router;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the route feed for ever: connects, applies each line, and connects again when it breaks or falls silent. */
final class RouteFeedClient implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RouteFeedClient.class);

    private final ControlPlaneClient controlPlane;
    private final Consumer<RouteUpdate> updates;
    private final Duration silence;
    private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("route-feed-watchdog").factory());
    private final BackgroundTask task = new BackgroundTask("route-feed", this::run);
    private String lastProblem = "";

    /** @param silence after which a feed without a line counts as dead */
    RouteFeedClient(ControlPlaneClient controlPlane, Consumer<RouteUpdate> updates, Duration silence) {
        this.controlPlane = controlPlane;
        this.updates = updates;
        this.silence = silence;
    }

    void start() {
        task.start();
    }

    @Override
    public void close() {
        task.close();
        watchdog.shutdownNow();
    }

    private void run() throws InterruptedException {
        Backoff backoff = new Backoff();
        while (true) {
            try (InputStream feed = controlPlane.get(RouteFeed.ROUTES_PATH)) {
                follow(feed, backoff);
                report("the control plane ended it");
            } catch (IOException | IllegalArgumentException e) {
                report(e.getMessage() == null ? e.toString() : e.getMessage());
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            Thread.sleep(backoff.next());
        }
    }

    private void follow(InputStream feed, Backoff backoff) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(feed, StandardCharsets.UTF_8));
        ScheduledFuture<?> alarm = closeWhenSilent(feed);
        try {
            String line;
            while ((line = lines.readLine()) != null) {
                alarm.cancel(false);
                alarm = closeWhenSilent(feed);
                RouteUpdate update = RouteFeed.decodeUpdate(line);
                updates.accept(update);
                if (update instanceof RouteUpdate.Snapshot(long version, var routes)) {
                    backoff.reset();
                    lastProblem = "";
                    LOG.info("following the route feed from version {} with {} routes", version, routes.size());
                }
            }
        } finally {
            alarm.cancel(false);
        }
    }

    private ScheduledFuture<?> closeWhenSilent(InputStream feed) {
        return watchdog.schedule(() -> close(feed), silence.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void close(InputStream feed) {
        try {
            feed.close();
        } catch (IOException e) {
            LOG.debug("closing a silent feed", e);
        }
    }

    // Once per problem, not once per try.
    private void report(String problem) {
        if (!problem.equals(lastProblem)) {
            LOG.warn("not following the route feed: {}; serving the last table and trying again", problem);
            lastProblem = problem;
        }
    }
}
