package dev.slipway.runtime;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Puts the lines of one output stream together from the pieces that Docker hands out (16 KiB at most), and splits lines
 * that are too long, never inside a UTF-8 character.
 */
final class LineAssembler {
    /** As on Heroku, in bytes. */
    static final int LONGEST_LINE = 10_000;

    private final Consumer<String> lines;
    private byte[] begun = new byte[0];
    private boolean continued;

    LineAssembler(Consumer<String> lines) {
        this.lines = lines;
    }

    /** @param piece bytes without a line break, but for one at the end that ends the line */
    void add(byte[] piece) {
        int length = piece.length;
        boolean ends = length > 0 && piece[length - 1] == '\n';
        begun = concat(begun, piece, ends ? length - 1 : length);
        while (begun.length > LONGEST_LINE) {
            int cut = characterStart(begun, LONGEST_LINE);
            emit(Arrays.copyOf(begun, cut));
            begun = Arrays.copyOfRange(begun, cut, begun.length);
            continued = true;
        }
        if (ends) {
            end();
        }
    }

    /** The stream ended: what has no line break is a line, too. */
    void flush() {
        if (begun.length > 0) {
            end();
        }
    }

    private void end() {
        int length = begun.length;
        byte[] line = length > 0 && begun[length - 1] == '\r' ? Arrays.copyOf(begun, length - 1) : begun;
        if (line.length > 0 || !continued) {
            emit(line);
        }
        begun = new byte[0];
        continued = false;
    }

    private void emit(byte[] line) {
        lines.accept(new String(line, StandardCharsets.UTF_8));
    }

    /** The nearest position at or before {@code position}, by three bytes at most, where a character begins. */
    private static int characterStart(byte[] text, int position) {
        for (int start = position; start > position - 4; start--) {
            if ((text[start] & 0xC0) != 0x80) {
                return start;
            }
        }
        return position;
    }

    private static byte[] concat(byte[] first, byte[] second, int length) {
        byte[] both = Arrays.copyOf(first, first.length + length);
        System.arraycopy(second, 0, both, first.length, length);
        return both;
    }
}
