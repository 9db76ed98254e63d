package dev.slipway.builder;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextFileTests {

    private static final String WITH_MARK = "\uFEFFweb: gunicorn é\r\n";

    @Test
    void byteOrderMarksOfWindowsEditorsAndShellsAreUnderstood() {
        assertThat(TextFile.decode(WITH_MARK.getBytes(UTF_8))).isEqualTo("web: gunicorn é\r\n");
        assertThat(TextFile.decode(WITH_MARK.getBytes(UTF_16LE))).isEqualTo("web: gunicorn é\r\n");
        assertThat(TextFile.decode(WITH_MARK.getBytes(UTF_16BE))).isEqualTo("web: gunicorn é\r\n");
        assertThat(TextFile.decode("web: é".getBytes(UTF_8))).isEqualTo("web: é");
        assertThat(TextFile.decode(new byte[0])).isEmpty();
    }

    @Test
    void blankLinesAndCommentsSayNothing() {
        assertThat(TextFile.meaningfulLines("# ours\r\n\r\n  3.13 \r\n")).containsExactly("3.13");
    }
}
