package dev.slipway.platform.backing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.backing.KeyedLocks.Held;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class KeyedLocksTests {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final KeyedLocks<String> locks = new KeyedLocks<>();

    private boolean isFree(String key) {
        return CompletableFuture.supplyAsync(() -> locks.tryAcquire(key).map(held -> {
            held.close();
            return true;
        }).orElse(false)).join();
    }

    @Test
    void oneAtATimeHasTheLockOfAKey() {
        CompletableFuture<Void> other;
        try (Held _ = locks.acquire("a"); Held _ = locks.acquire("a")) {
            assertThat(isFree("a")).isFalse();
            assertThat(isFree("b")).isTrue();
            other = CompletableFuture.runAsync(() -> locks.acquire("a").close());
            assertThat(other).isNotDone();
        }

        assertThat(other).succeedsWithin(PATIENCE);
        assertThat(isFree("a")).isTrue();
    }

    @Test
    void keysThatNobodyIsAtAreForgotten() {
        try (Held _ = locks.acquire("a")) {
            assertThat(isFree("a")).isFalse();
            assertThat(locks.size()).isOne();
        }

        assertThat(locks.size()).isZero();
    }
}
