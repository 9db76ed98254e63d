package dev.slipway.platform.build;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;

/**
 * Lets a few builds run at once and makes the others wait in order, so that a class that pushes together does not bring
 * the machine down. Bounded: past the bound a push is turned away at once. Thread-safe.
 */
final class BuildQueue {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Object> waiting = new ArrayDeque<>();
    private final int concurrent;
    private final int mostWaiting;
    private int running;

    /**
     * @param concurrent  builds at once, at least 1
     * @param mostWaiting builds that may wait, 0 or more
     */
    BuildQueue(int concurrent, int mostWaiting) {
        this.concurrent = concurrent;
        this.mostWaiting = mostWaiting;
    }

    /**
     * Waits for a turn; who got one must {@link #leave}.
     *
     * @param place told the place in the queue (from 1) at first and whenever it changes; not told without waiting
     * @return false if too many wait already
     */
    boolean enter(IntConsumer place) throws InterruptedException {
        Object ticket = new Object();
        int told = 0;
        lock.lockInterruptibly();
        try {
            if (running < concurrent && waiting.isEmpty()) {
                running++;
                return true;
            }
            if (waiting.size() >= mostWaiting) {
                return false;
            }
            waiting.add(ticket);
            while (running >= concurrent || waiting.peekFirst() != ticket) {
                int now = 1 + (int) waiting.stream().takeWhile(other -> other != ticket).count();
                if (now != told) {
                    told = now;
                    place.accept(now);
                }
                changed.await();
            }
            running++;
            return true;
        } finally {
            waiting.remove(ticket);
            changed.signalAll();
            lock.unlock();
        }
    }

    void leave() {
        lock.lock();
        try {
            running--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
