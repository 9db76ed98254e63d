package dev.slipway.platform.build;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;

/**
 * Lets a few builds run at once and makes the others wait, so that a class that pushes together does not bring the machine
 * down. Accounts take turns: first goes whoever has fewer builds running and waiting before theirs, then whose last turn is
 * longest ago, so that nobody who sends twenty builds makes all others wait for them. Bounded, for all together and for each account; past a bound a build is
 * turned away at once. Thread-safe.
 */
final class BuildQueue {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final int concurrent;
    private final int mostWaiting;
    private final int mostWaitingPerAccount;
    /** All there are, in the order in which they came. */
    private final Set<Ticket> tickets = new LinkedHashSet<>();
    /** Number of each account's last turn. */
    private final Map<UUID, Long> lastTurns = new HashMap<>();
    private long turns;

    /**
     * @param concurrent            builds at once, at least 1
     * @param mostWaiting           builds that may wait, 0 or more
     * @param mostWaitingPerAccount the same for those of one account
     */
    BuildQueue(int concurrent, int mostWaiting, int mostWaitingPerAccount) {
        this.concurrent = concurrent;
        this.mostWaiting = mostWaiting;
        this.mostWaitingPerAccount = mostWaitingPerAccount;
    }

    /** Whether a build is let in. */
    sealed interface Entry {}

    /** Too many are there already. */
    record Full(String reason) implements Entry {}

    private enum State { ANNOUNCED, WAITING, RUNNING }

    /** A build that was let in; it counts until it is closed. */
    final class Ticket implements Entry, AutoCloseable {

        private final UUID account;
        private State state = State.ANNOUNCED;

        private Ticket(UUID account) {
            this.account = account;
        }

        /**
         * Waits for this build's turn.
         *
         * @param place told the place in the queue (from 1) at first and whenever it changes; not told without waiting
         */
        void await(IntConsumer place) throws InterruptedException {
            int told = 0;
            lock.lockInterruptibly();
            try {
                state = State.WAITING;
                // Others may move back.
                changed.signalAll();
                for (int now = place(this); now > free(); now = place(this)) {
                    if (now != told) {
                        told = now;
                        tell(place, now);
                    } else {
                        changed.await();
                    }
                }
                state = State.RUNNING;
                lastTurns.put(account, ++turns);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        /** Without the lock: who is told may be slow to listen, and others come and go meanwhile. */
        private void tell(IntConsumer place, int now) {
            lock.unlock();
            try {
                place.accept(now);
            } finally {
                lock.lock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                tickets.remove(this);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Lets a build in, or not; does not wait. Who got a ticket must close it. */
    Entry enter(UUID account) {
        lock.lock();
        try {
            if (tickets.size() >= concurrent + mostWaiting) {
                return new Full("Too many builds are waiting already. Try again in a few minutes.");
            }
            if (tickets.stream().filter(ticket -> ticket.account.equals(account)).count() >= concurrent + mostWaitingPerAccount) {
                return new Full("You have " + mostWaitingPerAccount
                        + " builds waiting already. Try again when some of them are done.");
            }
            Ticket ticket = new Ticket(account);
            tickets.add(ticket);
            return ticket;
        } finally {
            lock.unlock();
        }
    }

    private int free() {
        return concurrent - (int) tickets.stream().filter(ticket -> ticket.state == State.RUNNING).count();
    }

    /** Place among those that wait, from 1. */
    private int place(Ticket wanted) {
        Map<UUID, Integer> rounds = new HashMap<>();
        tickets.stream().filter(ticket -> ticket.state == State.RUNNING)
                .forEach(ticket -> rounds.merge(ticket.account, 1, Integer::sum));
        Map<Ticket, Integer> round = new HashMap<>();
        List<Ticket> waiting = tickets.stream().filter(ticket -> ticket.state == State.WAITING).toList();
        waiting.forEach(ticket -> round.put(ticket, rounds.merge(ticket.account, 1, Integer::sum)));
        return 1 + waiting.stream().sorted(Comparator.<Ticket, Integer>comparing(round::get)
                .thenComparing(ticket -> lastTurns.getOrDefault(ticket.account, 0L))).toList().indexOf(wanted);
    }
}
