package dev.slipway.runtime;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waiting that an interrupt does not cut short; the interrupt is seen after it. */
final class Uninterruptibly {
    private Uninterruptibly() {}

    static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    static <T> T get(Future<T> future) {
        return get(future, Duration.ofNanos(Long.MAX_VALUE));
    }

    /** @throws IllegalStateException if {@code patience} ran out */
    static <T> T get(Future<T> future, Duration patience) {
        boolean interrupted = Thread.interrupted();
        long end = System.nanoTime() + patience.toNanos();
        try {
            while (true) {
                try {
                    return future.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (TimeoutException e) {
            throw new IllegalStateException("nothing within " + patience, e);
        } catch (ExecutionException e) {
            throw cause(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits for the end of {@code future}, however it ends. */
    static void await(Future<?> future) {
        try {
            get(future);
        } catch (RuntimeException e) {
            // Whoever asked for the result hears of it.
        }
    }

    static RuntimeException cause(ExecutionException e) {
        return e.getCause() instanceof RuntimeException cause ? cause : new CompletionException(e.getCause());
    }
}
