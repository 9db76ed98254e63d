package dev.slipway.platform.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.log.LogRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SyslogFramesTests {

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.123456Z");
    private static final LogRecord LINE = new LogRecord(7, AT, "heroku", "router", "at=info");

    @Test
    void lengthsCountBytesAndNotCharacters() {
        LogRecord line = new LogRecord(7, AT, "app", "web.1", "漢字 🚀");

        String frame = text(SyslogFrames.logplex(List.of(line)));

        String message = frame.substring(frame.indexOf(' ') + 1);
        assertThat(frame).startsWith(message.getBytes(StandardCharsets.UTF_8).length + " <190>1 ").endsWith("漢字 🚀\n");
    }

    @Test
    void syslogServersGetTheFieldForStructuredDataAndTheTokenAsHost() {
        assertThat(text(SyslogFrames.syslog(List.of(LINE), "d.1")))
                .isEqualTo("70 <158>1 2026-01-02T03:04:05.123456+00:00 d.1 heroku router - - at=info\n");
    }

    @Test
    void framesFollowEachOtherWithoutAnythingBetween() {
        assertThat(text(SyslogFrames.logplex(List.of(LINE, LINE)))).isEqualTo(
                text(SyslogFrames.logplex(List.of(LINE))).repeat(2));
    }

    private static String text(byte[] frames) {
        return new String(frames, StandardCharsets.UTF_8);
    }
}
