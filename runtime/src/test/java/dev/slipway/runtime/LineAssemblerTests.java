package dev.slipway.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineAssemblerTests {
    private final List<String> lines = new ArrayList<>();
    private final LineAssembler assembler = new LineAssembler(lines::add);

    private void add(String piece) {
        assembler.add(piece.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void piecesAreJoinedUntilTheLineBreak() {
        add("one ");
        add("line\n");
        add("\n");
        add("dos\r\n");

        assertThat(lines).containsExactly("one line", "", "dos");
    }

    @Test
    void aLineOfExactlyTheLongestLengthIsOne() {
        add("x".repeat(10_000) + "\n");

        assertThat(lines).containsExactly("x".repeat(10_000));
    }

    @Test
    void aLongerLineIsSplitBeforeItEnds() {
        add("x".repeat(16_384));
        assertThat(lines).containsExactly("x".repeat(10_000));

        add("y\n");
        assertThat(lines).containsExactly("x".repeat(10_000), "x".repeat(6_384) + "y");
    }

    @Test
    void nothingIsSplitInsideACharacter() {
        String text = "x" + "😀".repeat(3_000);
        add(text + "\n");

        assertThat(lines).hasSize(2).noneMatch(line -> line.contains("\uFFFD"));
        assertThat(String.join("", lines)).isEqualTo(text);
    }

    @Test
    void aCharacterInTwoPiecesIsWhole() {
        byte[] umlaut = "ü\n".getBytes(StandardCharsets.UTF_8);
        assembler.add(Arrays.copyOf(umlaut, 1));
        assembler.add(Arrays.copyOfRange(umlaut, 1, 3));

        assertThat(lines).containsExactly("ü");
    }

    @Test
    void bytesThatAreNotUtf8DoNotStopTheOutput() {
        byte[] binary = new byte[25_000];
        Arrays.fill(binary, (byte) 0x80);
        assembler.add(binary);
        add("\n");
        add("next\n");

        assertThat(lines).hasSize(4).endsWith("next");
    }

    @Test
    void theLastLineNeedsNoLineBreak() {
        add("end");
        assembler.flush();
        assembler.flush();

        assertThat(lines).containsExactly("end");
    }
}
