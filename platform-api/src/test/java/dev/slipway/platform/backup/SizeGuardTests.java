package dev.slipway.platform.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SizeGuardTests {

    private static final Duration PAUSE = Duration.ofMillis(1);

    private final Semaphore stopped = new Semaphore(0);
    private final Semaphore looked = new Semaphore(0);

    private SizeGuard guard(Supplier<Optional<String>> look) {
        return new SizeGuard(() -> {
            looked.release();
            return look.get();
        }, stopped::release, PAUSE);
    }

    private static Optional<String> unreachable() {
        throw new IllegalStateException("the server does not answer");
    }

    private static void await(Semaphore signal, int times) throws InterruptedException {
        assertThat(signal.tryAcquire(times, 1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void whatBecomesTooLargeIsEnded() throws InterruptedException {
        try (SizeGuard guard = guard(() -> Optional.of("too large"))) {
            await(stopped, 1);

            assertThat(guard.objection()).hasValue("too large");
        }
    }

    @Test
    void aLookThatFailsIsNotTheLast() throws InterruptedException {
        Iterator<Supplier<Optional<String>>> looks = List.<Supplier<Optional<String>>>of(SizeGuardTests::unreachable,
                SizeGuardTests::unreachable, Optional::empty, SizeGuardTests::unreachable, () -> Optional.of("too large")).iterator();
        try (SizeGuard guard = guard(() -> looks.next().get())) {
            await(stopped, 1);

            assertThat(guard.objection()).hasValue("too large");
        }
    }

    @Test
    void whatNobodyCanWatchIsEnded() throws InterruptedException {
        try (SizeGuard guard = guard(SizeGuardTests::unreachable)) {
            await(stopped, 1);

            assertThat(guard.objection().orElseThrow()).contains("cannot be watched");
        }
    }

    @Test
    void whatDoesNotEndIsEndedAgain() throws InterruptedException {
        Semaphore asked = new Semaphore(0);
        try (SizeGuard guard = new SizeGuard(() -> Optional.of("too large"), () -> {
            asked.release();
            unreachable();
        }, PAUSE)) {
            await(asked, 3);

            assertThat(guard.objection()).hasValue("too large");
        }
    }

    @Test
    void whatStaysSmallIsLeftAlone() throws InterruptedException {
        try (SizeGuard guard = guard(Optional::empty)) {
            await(looked, 20);

            assertThat(guard.objection()).isEmpty();
            assertThat(stopped.availablePermits()).isZero();
        }
    }
}
