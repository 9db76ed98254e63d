package dev.slipway.platform.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.platform.PlatformTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

@PlatformTest
class FairTransactionsIT {

    @Autowired
    private TransactionTemplate transactions;
    @Autowired
    private HikariDataSource pool;

    @Test
    void whoAskedFirstIsNotOvertakenByWhoAsksAgain() throws Exception {
        int atOnce = pool.getMaximumPoolSize() - 1;
        CountDownLatch one = new CountDownLatch(1);
        CountDownLatch others = new CountDownLatch(1);
        List<Thread> holders = hold(atOnce - 1, others);
        holders.addAll(hold(1, one));
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        List<Thread> waiting = new ArrayList<>();
        for (String name : List.of("first", "second", "third")) {
            Thread thread = Thread.ofPlatform().start(() -> {
                transactions.executeWithoutResult(_ -> order.add(name));
                transactions.executeWithoutResult(_ -> order.add(name + " again"));
            });
            Awaitility.await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
            waiting.add(thread);
        }

        one.countDown();

        for (Thread thread : waiting) {
            thread.join();
        }
        others.countDown();
        for (Thread thread : holders) {
            thread.join();
        }
        // In which order they come back is up to them.
        assertThat(order).hasSize(6).startsWith("first", "second", "third");
    }

    /** Transactions that have begun, and end when {@code end} says so. */
    private List<Thread> hold(int count, CountDownLatch end) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(count);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            threads.add(Thread.ofPlatform().start(() -> transactions.executeWithoutResult(_ -> {
                begun.countDown();
                await(end);
            })));
        }
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        return threads;
    }

    private static void await(CountDownLatch end) {
        try {
            assertThat(end.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
