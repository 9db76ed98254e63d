package dev.slipway.platform.account;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.platform.api.ApiException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LoginLimitTests {

    private static final int MOST = 3;

    private final LoginLimit limit = new LoginLimit(MOST, Clock.fixed(Instant.parse("2026-09-01T08:00:00Z"), ZoneOffset.UTC));

    private void wrong(int tries) {
        for (int i = 0; i < tries; i++) {
            limit.attempt("somebody");
        }
    }

    private void refuses() {
        assertThatThrownBy(() -> limit.attempt("somebody")).isInstanceOf(ApiException.class).hasMessageContaining("too many wrong");
    }

    @Test
    void aRightTryThatForgivesBeginsAnew() {
        wrong(MOST);
        limit.forget("somebody");

        wrong(MOST);
        refuses();
    }

    @Test
    void rightTriesBetweenWrongOnesHideNone() {
        for (int i = 0; i < MOST; i++) {
            wrong(1);
            if (i < MOST - 1) {
                limit.attempt("somebody");
                limit.takeBack("somebody");
            }
        }

        refuses();
        limit.attempt("somebody else");
    }
}
