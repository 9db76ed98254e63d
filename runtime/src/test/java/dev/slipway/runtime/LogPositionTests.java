package dev.slipway.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class LogPositionTests {
    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00.000000007Z");

    @Test
    void readingOnSkipsWhatWasReadOfTheSameInstant() {
        LogPosition position = LogPosition.start();
        position.resume();
        assertThat(position.advance(NOON)).isTrue();
        assertThat(position.advance(NOON)).isTrue();

        assertThat(position.resume()).isEqualTo(NOON.getEpochSecond() + ".000000007");
        assertThat(position.advance(NOON)).isFalse();
        assertThat(position.advance(NOON)).isFalse();
        assertThat(position.advance(NOON)).isTrue();
        assertThat(position.advance(NOON.plusNanos(1))).isTrue();
    }

    @Test
    void nothingIsCountedTwiceWhenItBreaksOffWhileSkipping() {
        LogPosition position = LogPosition.start();
        position.resume();
        position.advance(NOON);
        position.advance(NOON);
        position.resume();
        position.advance(NOON);

        position.resume();
        assertThat(position.advance(NOON)).isFalse();
        assertThat(position.advance(NOON)).isFalse();
        assertThat(position.advance(NOON)).isTrue();
    }

    @Test
    void afterAnInstantComesOnlyWhatIsLater() {
        LogPosition position = LogPosition.after(NOON);
        position.resume();

        assertThat(position.advance(NOON)).isFalse();
        assertThat(position.advance(NOON.plusNanos(1))).isTrue();
    }
}
