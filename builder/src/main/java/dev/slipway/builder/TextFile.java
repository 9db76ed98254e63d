package dev.slipway.builder;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Text files as users' editors and shells write them. */
final class TextFile {

    private TextFile() {}

    /** Without its byte order mark. In UTF-16 where the mark says so: that is what {@code >} of PowerShell writes. */
    static String decode(byte[] bytes) {
        Charset charset = startsWith(bytes, 0xFF, 0xFE) || startsWith(bytes, 0xFE, 0xFF)
                ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
        String text = new String(bytes, charset);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** The lines that say something, trimmed: neither blank nor a {@code #} comment. */
    static List<String> meaningfulLines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#")).toList();
    }

    private static boolean startsWith(byte[] bytes, int first, int second) {
        return bytes.length >= 2 && bytes[0] == (byte) first && bytes[1] == (byte) second;
    }
}
