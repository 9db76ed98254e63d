package dev.slipway.platform.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BuildQueueTests {

    private static final Duration FIVE_SECONDS = Duration.ofSeconds(5);

    private final BuildQueue queue = new BuildQueue(1, 2);

    @Test
    void whoComesFirstDoesNotWait() throws Exception {
        assertThat(queue.enter(place -> {
            throw new AssertionError("told place " + place);
        })).isTrue();
    }

    @Test
    void thoseWhoWaitSeeTheirPlaceMoveUpAndGoInOrder() throws Exception {
        queue.enter(_ -> {});
        BlockingQueue<Integer> second = new LinkedBlockingQueue<>();
        BlockingQueue<Integer> third = new LinkedBlockingQueue<>();
        CompletableFuture<Boolean> secondTurn = enter(second);
        assertThat(second.poll(5, TimeUnit.SECONDS)).isEqualTo(1);
        CompletableFuture<Boolean> thirdTurn = enter(third);
        assertThat(third.poll(5, TimeUnit.SECONDS)).isEqualTo(2);

        queue.leave();
        assertThat(secondTurn).succeedsWithin(FIVE_SECONDS).isEqualTo(true);
        assertThat(third.poll(5, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(thirdTurn).isNotDone();

        queue.leave();
        assertThat(thirdTurn).succeedsWithin(FIVE_SECONDS).isEqualTo(true);
    }

    @Test
    void pastTheBoundOneIsTurnedAwayAtOnce() throws Exception {
        queue.enter(_ -> {});
        BlockingQueue<Integer> places = new LinkedBlockingQueue<>();
        enter(places);
        enter(places);
        places.poll(5, TimeUnit.SECONDS);
        places.poll(5, TimeUnit.SECONDS);

        assertThat(queue.enter(_ -> {})).isFalse();
    }

    @Test
    void whoIsInterruptedLeavesTheQueue() throws Exception {
        queue.enter(_ -> {});
        BlockingQueue<Integer> places = new LinkedBlockingQueue<>();
        CompletableFuture<Boolean> gaveUp = new CompletableFuture<>();
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                queue.enter(places::add);
            } catch (InterruptedException e) {
                gaveUp.complete(true);
            }
        });
        places.poll(5, TimeUnit.SECONDS);
        waiting.interrupt();
        assertThat(gaveUp).succeedsWithin(FIVE_SECONDS);

        CompletableFuture<Boolean> next = enter(new LinkedBlockingQueue<>());
        queue.leave();
        assertThat(next).succeedsWithin(FIVE_SECONDS).isEqualTo(true);
    }

    private CompletableFuture<Boolean> enter(BlockingQueue<Integer> places) {
        CompletableFuture<Boolean> turn = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                turn.complete(queue.enter(places::add));
            } catch (InterruptedException e) {
                turn.completeExceptionally(e);
            }
        });
        return turn;
    }
}
