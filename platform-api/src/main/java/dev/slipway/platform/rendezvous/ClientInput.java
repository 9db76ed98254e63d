package dev.slipway.platform.rendezvous;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Hands on what a client sends. The CLI ends its input with one EOT character, which a terminal understands; without a
 * terminal it is held back, and is the end of the input if nothing follows.
 */
final class ClientInput {

    private static final byte EOT = 4;

    private final OutputStream process;
    private final boolean terminal;
    private boolean held;

    ClientInput(OutputStream process, boolean terminal) {
        this.process = process;
        this.terminal = terminal;
    }

    void write(byte[] bytes, int length) throws IOException {
        if (held) {
            process.write(EOT); // it was a byte like any other
        }
        held = !terminal && bytes[length - 1] == EOT;
        process.write(bytes, 0, held ? length - 1 : length);
        process.flush();
    }

    /** Whether what was sent last may have been the end. */
    boolean maybeEnded() {
        return held;
    }

    /** Nothing has followed. */
    void end() throws IOException {
        held = false;
        process.close();
    }
}
