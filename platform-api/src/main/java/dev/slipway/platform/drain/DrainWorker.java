package dev.slipway.platform.drain;

import dev.slipway.platform.log.AppLogs;
import dev.slipway.platform.log.LogBatch;
import dev.slipway.platform.log.LogRecord;
import dev.slipway.platform.log.LogSubscription;
import dev.slipway.platform.log.Loss;
import dev.slipway.platform.net.OutboundAddresses.ForbiddenAddressException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends one app's log to one drain, on a thread of its own, for as long as both are there. */
final class DrainWorker implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(DrainWorker.class);

    private static final int BATCH = 100;
    /** Between two deliveries, so that a line at a time does not become a request at a time. */
    private static final Duration COLLECT = Duration.ofMillis(100);
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    /** What drains have to say about themselves must not become the noise itself. */
    private static final Duration TELL_LOSS = Duration.ofSeconds(10);
    private static final Duration TELL_TROUBLE = Duration.ofMinutes(10);
    private static final String DELIVERY = "Error L13 (Local delivery error)";
    private static final String CERTIFICATE = "Error L14 (Certificate validation error)";

    private final LogDrain drain;
    private final Delivery delivery;
    private final LogSubscription lines;
    private final AppLogs logs;
    private final Clock clock;
    private @Nullable Loss untold;
    private Instant lossTold = Instant.EPOCH;
    /** When each of the two kinds was told last: the one that passes must not hide the one that stays. */
    private final Map<String, Instant> troubleTold = new HashMap<>();

    DrainWorker(LogDrain drain, Delivery delivery, LogSubscription lines, AppLogs logs, Clock clock) {
        this.drain = drain;
        this.delivery = delivery;
        this.lines = lines;
        this.logs = logs;
        this.clock = clock;
    }

    @Override
    public void run() {
        try (lines; delivery) {
            while (!lines.ended()) {
                LogBatch batch = lines.next(BATCH, POLL);
                batch.lostBefore().ifPresent(this::lost);
                if (!batch.lines().isEmpty()) {
                    deliver(batch.lines());
                    lines.awaitEnd(COLLECT);
                }
                tellLoss();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("A log drain ended, app={} drain={}", drain.appId(), drain.url(), e);
        }
    }

    /** Tries until it succeeds, makes no sense or nobody wants it any more. */
    private void deliver(List<LogRecord> batch) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                delivery.deliver(batch);
                return;
            } catch (RejectedException e) {
                tellTrouble(e);
                lost(new Loss(batch.size(), batch.getFirst().at()));
                return;
            } catch (IOException e) {
                tellTrouble(e);
            }
            // Up to a quarter longer: drains of many apps to one server must not come back all at once.
            if (lines.awaitEnd(pause.plusMillis(ThreadLocalRandom.current().nextLong(pause.toMillis() / 4)))) {
                lines.close(); // with the app; each further batch would only fail in the same way
                return;
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    private void lost(Loss loss) {
        untold = untold == null ? loss : new Loss(untold.count() + loss.count(), untold.since());
    }

    private void tellLoss() throws InterruptedException {
        Instant now = Instant.now(clock);
        if (untold != null && lossTold.plus(TELL_LOSS).isBefore(now)) {
            tell("Error L10 (Drain buffer overflow) -> " + untold + " on the way to " + drain.url().place());
            untold = null;
            lossTold = now;
        }
    }

    private void tellTrouble(IOException e) throws InterruptedException {
        Instant now = Instant.now(clock);
        String kind = e instanceof SSLException ? CERTIFICATE : DELIVERY;
        if (troubleTold.getOrDefault(kind, Instant.EPOCH).plus(TELL_TROUBLE).isBefore(now)) {
            tell(kind + " -> " + drain.url().place()
                    + (kind.equals(CERTIFICATE) ? ": " + e.getMessage() : " does not take logs: " + reason(e)));
            troubleTold.put(kind, now);
        }
    }

    /** Goes the way of all lines, and thus into this drain, too, when it takes lines again. */
    private void tell(String text) throws InterruptedException {
        if (!lines.awaitEnd(Duration.ZERO)) { // else the app may be gone, and would get a new log
            logs.logplex(drain.appId().toString(), text);
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case ForbiddenAddressException forbidden -> forbidden.getMessage();
            case UnknownHostException _ -> "its name cannot be resolved";
            case SocketTimeoutException _ -> "it does not answer in time";
            default -> String.valueOf(e.getMessage());
        };
    }
}
