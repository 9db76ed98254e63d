package dev.slipway.platform.rendezvous;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * What goes to the client, by way of the router, which makes each frame one TLS record: two bytes of length, and as many
 * bytes. The CLI discards the first record and searches each later one for the exit status, so records matter.
 */
final class Frames {

    static final int LARGEST = 8 * 1024;

    private final OutputStream out;

    Frames(OutputStream out) {
        this.out = out;
    }

    /** @param length 1 to {@link #LARGEST} */
    void write(byte[] bytes, int length) throws IOException {
        byte[] frame = new byte[2 + length];
        frame[0] = (byte) (length >> 8);
        frame[1] = (byte) length;
        System.arraycopy(bytes, 0, frame, 2, length);
        out.write(frame);
        out.flush();
    }

    /** The CLI takes this for the news that the process runs, and sends input from now on. */
    void greet() throws IOException {
        write("rendezvous\r\n");
    }

    void sentence(String text) throws IOException {
        write(text + "\r\n");
    }

    /** What the CLI looks for when it is to end with the status of the process. */
    void exitStatus(int status) throws IOException {
        write(StatusReport.MARKER + status + "\n");
    }

    private void write(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(bytes, Math.min(bytes.length, LARGEST));
    }
}
