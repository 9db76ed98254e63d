package dev.slipway.platform.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.api.ApiException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.password.PasswordEncoder;

class PasswordsTests {

    private static final int CROWD = 220;

    private final CountDownLatch slow = new CountDownLatch(1);
    private final CountDownLatch refused = new CountDownLatch(1);
    private final Passwords passwords = new Passwords(new PasswordEncoder() {
        @Override
        public String encode(@Nullable CharSequence password) {
            return "hash";
        }

        @Override
        public boolean matches(@Nullable CharSequence password, @Nullable String hash) {
            try {
                return slow.await(2, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    });

    @Test
    void aCrowdIsAnsweredAtOnceThatItIsOneAndWhoCameFirstGetsIn() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Boolean>> crowd = Stream.generate(() -> CompletableFuture.supplyAsync(this::getsIn, threads))
                    .limit(CROWD).toList();

            assertThat(refused.await(1, TimeUnit.MINUTES)).as("somebody is turned away while nobody is let in").isTrue();
            slow.countDown();

            assertThat(crowd.stream().filter(CompletableFuture::join).count()).isBetween(200L, CROWD - 1L);
        }
    }

    private boolean getsIn() {
        try {
            return passwords.matches("correct horse", "hash");
        } catch (ApiException e) {
            assertThat(e.status()).isEqualTo(429);
            assertThat(e.retryAfter()).isPositive();
            refused.countDown();
            return false;
        }
    }
}
