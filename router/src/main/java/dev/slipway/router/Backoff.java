package dev.slipway.router;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Pauses between tries: 0.2 s doubling to 5 s, each shortened by up to half so that routers do not come in step. */
final class Backoff {

    private static final long FIRST_MILLIS = 200;
    private static final long LONGEST_MILLIS = 5000;

    private long nextMillis = FIRST_MILLIS;

    Duration next() {
        long limit = nextMillis;
        nextMillis = Math.min(LONGEST_MILLIS, nextMillis * 2);
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(limit / 2, limit + 1));
    }

    void reset() {
        nextMillis = FIRST_MILLIS;
    }
}
