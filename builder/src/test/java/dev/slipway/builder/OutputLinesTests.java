package dev.slipway.builder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputLinesTests {

    private final List<String> log = new ArrayList<>();

    @Test
    void linesAreCutWhereverTheBytesAreCut() {
        byte[] bytes = "----->  ünïcode ⬢\nsecond\n\nlast".getBytes(UTF_8);
        OutputLines lines = new OutputLines(log::add);
        for (byte single : bytes) {
            lines.accept(new byte[] {single});
        }
        lines.end();

        assertThat(log).containsExactly("----->  ünïcode ⬢", "second", "", "last");
    }

    @Test
    void ofAProgressBarOnlyTheLastStateIsKept() {
        assertThat(lines("10%\r50%\r100%\r\ndone\r\n")).containsExactly("100%", "done");
    }

    @Test
    void escapeSequencesAndControlCharactersAreDropped() {
        assertThat(lines("\u001B[1;31mred\u001B[0m\u0007 \u001B]0;title\u0007a\tb\u009B\u0000\n"))
                .containsExactly("red a\tb");
    }

    @Test
    void aVeryLongLineIsSplit() {
        assertThat(lines("x".repeat(25_000) + "\n")).extracting(String::length)
                .containsExactly(10_000, 10_000, 5_000);
    }

    @Test
    void bytesThatAreNoTextDoNotStopTheRest() {
        OutputLines lines = new OutputLines(log::add);
        lines.accept(new byte[] {'a', (byte) 0xFF, 'b', '\n'});

        assertThat(log).containsExactly("a\uFFFDb");
    }

    private List<String> lines(String text) {
        OutputLines lines = new OutputLines(log::add);
        lines.accept(text.getBytes(UTF_8));
        lines.end();
        return log;
    }
}
