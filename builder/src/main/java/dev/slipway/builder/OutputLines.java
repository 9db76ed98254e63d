package dev.slipway.builder;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Turns the bytes that a build prints into lines fit for any terminal: no escape sequences, no control characters but
 * tabs, of a progress bar only its last state. Not safe for use from several threads at once.
 */
final class OutputLines {

    /** Longer lines are split, at the length where Heroku's log splits them. */
    static final int MAX_LINE = 10_000;

    // ECMA-48: CSI sequences (colours, cursor), OSC strings (titles, links), then any other two-character escape.
    private static final Pattern ESCAPES =
            Pattern.compile("\u001B\\[[0-?]*[ -/]*[@-~]|\u001B\\][^\u0007\u001B]*(?:\u0007|\u001B\\\\)|\u001B[ -~]");
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}&&[^\t]]");

    private final BuildLog log;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE).onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final StringBuilder line = new StringBuilder();
    private ByteBuffer undecoded = ByteBuffer.allocate(0);
    private boolean afterCarriageReturn;

    OutputLines(BuildLog log) {
        this.log = log;
    }

    /** Takes the next bytes; a character or a line may be cut anywhere between two calls. */
    void accept(byte[] bytes) {
        ByteBuffer in = ByteBuffer.allocate(undecoded.remaining() + bytes.length).put(undecoded).put(bytes).flip();
        CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
        decoder.decode(in, out, false);
        undecoded = in;
        out.flip().chars().forEach(character -> accept((char) character));
    }

    /** The build has ended: what is left becomes the last line. */
    void end() {
        if (!line.isEmpty()) {
            emit();
        }
    }

    /** One line of untrusted text without what would steer a terminal. */
    static String clean(String text) {
        return CONTROLS.matcher(ESCAPES.matcher(text).replaceAll("")).replaceAll("");
    }

    private void accept(char character) {
        if (character == '\n') {
            emit();
        } else if (character == '\r') {
            afterCarriageReturn = true;
        } else {
            if (afterCarriageReturn) {
                line.setLength(0);
                afterCarriageReturn = false;
            } else if (line.length() >= MAX_LINE && !Character.isLowSurrogate(character)) {
                emit();
            }
            line.append(character);
        }
    }

    private void emit() {
        log.line(clean(line.toString()));
        line.setLength(0);
        afterCarriageReturn = false;
    }
}
