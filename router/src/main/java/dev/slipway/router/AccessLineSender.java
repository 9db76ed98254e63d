package dev.slipway.router;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings access lines to the control plane a few times a second; a batch is kept until it is delivered. */
final class AccessLineSender implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AccessLineSender.class);
    private static final Duration INTERVAL = Duration.ofMillis(250);

    private final AccessLines lines;
    private final ControlPlaneClient controlPlane;
    private final BackgroundTask task = new BackgroundTask("access-lines", this::run);
    private List<AccessLine> batch = List.of();

    AccessLineSender(AccessLines lines, ControlPlaneClient controlPlane) {
        this.lines = lines;
        this.controlPlane = controlPlane;
    }

    void start() {
        task.start();
    }

    /** Stops, after one last try to deliver what is left. */
    @Override
    public void close() {
        task.close();
        try {
            send();
        } catch (IOException e) {
            LOG.info("the last access lines are lost: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() throws InterruptedException {
        Backoff backoff = new Backoff();
        while (true) {
            try {
                send();
                backoff.reset();
                Thread.sleep(INTERVAL);
            } catch (IOException e) {
                Thread.sleep(backoff.next());
            }
        }
    }

    private void send() throws IOException, InterruptedException {
        while (true) {
            if (batch.isEmpty()) {
                batch = lines.takeBatch();
            }
            if (batch.isEmpty()) {
                return;
            }
            controlPlane.post(RouteFeed.LOGS_PATH, "application/x-ndjson", RouteFeed.encode(batch));
            batch = List.of();
        }
    }
}
