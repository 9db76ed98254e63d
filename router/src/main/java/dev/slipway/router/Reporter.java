package dev.slipway.router;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the control plane what this router serves and which upstreams still drain: at once after a change, and again
 * every few seconds.
 */
final class Reporter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final String routerId;
    private final RouteTable table;
    private final Upstreams upstreams;
    private final ControlPlaneClient controlPlane;
    private final Semaphore news = new Semaphore(0);
    private final BackgroundTask task = new BackgroundTask("reports", this::run);

    Reporter(String routerId, RouteTable table, Upstreams upstreams, ControlPlaneClient controlPlane) {
        this.routerId = routerId;
        this.table = table;
        this.upstreams = upstreams;
        this.controlPlane = controlPlane;
    }

    void start() {
        task.start();
    }

    /** Returns at once; news that come while a report is on its way share the next one. */
    void reportNow() {
        news.release();
    }

    @Override
    public void close() {
        task.close();
    }

    private void run() throws InterruptedException {
        while (true) {
            boolean urgent = news.tryAcquire(INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
            if (urgent) {
                news.drainPermits();
            }
            try {
                controlPlane.post(RouteFeed.REPORTS_PATH, "application/json", RouteFeed.encode(report()));
            } catch (IOException e) {
                LOG.debug("report not delivered, the next one replaces it: {}", e.getMessage());
            }
        }
    }

    // The version first: counts read later can only show more of what that version drains, never less.
    private RouterReport report() {
        long version = table.version();
        return new RouterReport(routerId, version, upstreams.draining());
    }
}
