package dev.slipway.platform.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A few people who keep requesting an app until told to stop, and remember what went wrong. */
final class Visitors implements AutoCloseable {

    private static final int PEOPLE = 4;

    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger answers = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final CountDownLatch warm = new CountDownLatch(20);
    private volatile boolean stopped;

    private Visitors() {}

    /** Starts them; returns when the first answers came. */
    static Visitors of(Installation installation, String app) throws InterruptedException {
        Visitors visitors = new Visitors();
        for (int i = 0; i < PEOPLE; i++) {
            visitors.threads.add(Thread.ofVirtual().start(() -> visitors.browse(installation, app)));
        }
        if (!visitors.warm.await(2, TimeUnit.MINUTES)) {
            throw new AssertionError("the app does not answer: " + visitors.failures);
        }
        return visitors;
    }

    private void browse(Installation installation, String app) {
        while (!stopped) {
            try {
                int status = installation.visit(app, "/").statusCode();
                if (status != 200) {
                    failures.add("status " + status);
                }
                answers.incrementAndGet();
                warm.countDown();
                Thread.sleep(5);
            } catch (Exception e) {
                failures.add(e.toString());
            }
        }
    }

    int answers() {
        return answers.get();
    }

    /** What went wrong so far: nothing, if Slipway keeps its promise. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        stopped = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
