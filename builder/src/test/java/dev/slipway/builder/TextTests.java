package dev.slipway.builder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TextTests {

    @Test
    void sizesReadAsHerokuPrintsThem() {
        assertThat(Text.bytes(50_541_363)).isEqualTo("48.2M");
        assertThat(Text.bytes(512)).isEqualTo("0.5K");
        assertThat(Text.bytes(2L << 30)).isEqualTo("2.0G");
    }

    @Test
    void durationsAreWholeMinutesOrSeconds() {
        assertThat(Text.duration(Duration.ofMinutes(15))).isEqualTo("15 minutes");
        assertThat(Text.duration(Duration.ofSeconds(90))).isEqualTo("90 seconds");
    }
}
