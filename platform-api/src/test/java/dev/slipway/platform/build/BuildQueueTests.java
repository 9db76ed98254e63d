package dev.slipway.platform.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.build.BuildQueue.Full;
import dev.slipway.platform.build.BuildQueue.Ticket;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class BuildQueueTests {

    private static final Duration SOON = Duration.ofMinutes(1);

    private final UUID anna = UUID.randomUUID();
    private final UUID bruno = UUID.randomUUID();
    private final BuildQueue queue = new BuildQueue(1, 4, 3);

    @Test
    void whoComesFirstDoesNotWait() throws Exception {
        ticket(anna).await(place -> {
            throw new AssertionError("told place " + place);
        });
    }

    @Test
    void thoseWhoWaitSeeTheirPlaceMoveUpAndGoInOrder() throws Exception {
        Ticket first = runs(anna);
        Waiting second = waits(anna, 1);
        Waiting third = waits(anna, 2);

        first.close();
        assertThat(second.turn).succeedsWithin(SOON);
        assertThat(third.nextPlace()).isEqualTo(1);
        assertThat(third.turn).isNotDone();

        second.ticket.close();
        assertThat(third.turn).succeedsWithin(SOON);
    }

    @Test
    void whoSendsManyBuildsLetsOthersGoBetween() throws Exception {
        Ticket running = runs(anna);
        Waiting second = waits(anna, 1);
        Waiting third = waits(anna, 2);

        Waiting guest = waits(bruno, 1);
        assertThat(second.nextPlace()).isEqualTo(2);
        assertThat(third.nextPlace()).isEqualTo(3);

        running.close();
        assertThat(guest.turn).succeedsWithin(SOON);
        guest.ticket.close();
        assertThat(second.turn).succeedsWithin(SOON);
        assertThat(third.turn).isNotDone();
        second.ticket.close();
        assertThat(third.turn).succeedsWithin(SOON);
    }

    @Test
    void whoListensSlowlyHoldsNobodyUp() throws Exception {
        Ticket running = runs(anna);
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch listens = new CountDownLatch(1);
        Ticket slow = ticket(anna);
        CompletableFuture<Void> turn = CompletableFuture.runAsync(() -> await(slow, _ -> {
            told.countDown();
            listens.await();
        }), Thread::startVirtualThread);
        assertThat(told.await(1, TimeUnit.MINUTES)).isTrue();

        CompletableFuture<Void> guest = CompletableFuture.runAsync(() -> ticket(bruno).close(), Thread::startVirtualThread);
        assertThat(guest).succeedsWithin(SOON);

        running.close();
        listens.countDown();
        assertThat(turn).succeedsWithin(SOON);
    }

    @Test
    void oneAccountCannotFillTheQueue() {
        for (int i = 0; i < 4; i++) {
            ticket(anna);
        }

        assertThat(queue.enter(anna)).isInstanceOfSatisfying(Full.class,
                full -> assertThat(full.reason()).contains("You have 3 builds waiting"));
        Ticket guest = ticket(bruno);
        assertThat(queue.enter(bruno)).isInstanceOfSatisfying(Full.class,
                full -> assertThat(full.reason()).contains("Too many builds"));
        guest.close();
        ticket(bruno);
    }

    @Test
    void whoIsInterruptedAndClosesLeavesTheQueue() throws Exception {
        Ticket running = runs(anna);
        Ticket ticket = ticket(anna);
        BlockingQueue<Integer> places = new LinkedBlockingQueue<>();
        CompletableFuture<Boolean> gaveUp = new CompletableFuture<>();
        Thread waiting = Thread.ofVirtual().start(() -> {
            try (ticket) {
                ticket.await(places::add);
            } catch (InterruptedException e) {
                gaveUp.complete(true);
            }
        });
        places.poll(1, TimeUnit.MINUTES);
        waiting.interrupt();
        assertThat(gaveUp).succeedsWithin(SOON);

        Waiting next = waits(anna, 1);
        running.close();
        assertThat(next.turn).succeedsWithin(SOON);
    }

    private record Waiting(Ticket ticket, BlockingQueue<Integer> places, CompletableFuture<Void> turn) {

        Integer nextPlace() throws InterruptedException {
            return places.poll(1, TimeUnit.MINUTES);
        }
    }

    private interface Place {
        void is(int place) throws InterruptedException;
    }

    private static void await(Ticket ticket, Place place) {
        try {
            ticket.await(now -> {
                try {
                    place.is(now);
                } catch (InterruptedException e) {
                    throw new CompletionException(e);
                }
            });
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    private Ticket ticket(UUID account) {
        return (Ticket) queue.enter(account);
    }

    private Ticket runs(UUID account) throws InterruptedException {
        Ticket ticket = ticket(account);
        ticket.await(_ -> {});
        return ticket;
    }

    private Waiting waits(UUID account, int place) throws InterruptedException {
        Waiting waiting = new Waiting(ticket(account), new LinkedBlockingQueue<>(), new CompletableFuture<>());
        Thread.ofVirtual().start(() -> {
            try {
                waiting.ticket.await(waiting.places::add);
                waiting.turn.complete(null);
            } catch (InterruptedException e) {
                waiting.turn.completeExceptionally(e);
            }
        });
        assertThat(waiting.nextPlace()).isEqualTo(place);
        return waiting;
    }
}
