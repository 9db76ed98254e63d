package dev.slipway.platform.drain;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Ends what takes too long: a blocked write has no time-out, and a server that sends byte by byte escapes that of reads. */
final class Deadline implements AutoCloseable {

    /** Breaks off what is under way; called from another thread. */
    interface Breaker {
        void breakOff() throws IOException;
    }

    private final CompletableFuture<Void> alarm;

    private Deadline(CompletableFuture<Void> alarm) {
        this.alarm = alarm;
    }

    /** Until this is closed, {@code breaker} is called after {@code time}. */
    static Deadline of(Duration time, Breaker breaker) {
        return new Deadline(CompletableFuture.runAsync(() -> {
            try {
                breaker.breakOff();
            } catch (IOException e) {
                // It is broken already.
            }
        }, CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread)));
    }

    @Override
    public void close() {
        alarm.cancel(false);
    }
}
