package dev.slipway.runtime;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Stdout and stderr, as they come, out of the frames in which Docker sends them for a process without a terminal.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerAttach">the
 *      stream's format</a>
 */
final class MultiplexedInput extends InputStream {
    private static final int STDERR = 2;
    private static final int STREAM_TYPE_AND_PADDING = 4;

    private final DataInputStream frames;
    private long left;
    private boolean stderr;

    MultiplexedInput(InputStream frames) {
        this.frames = new DataInputStream(frames);
    }

    @Override
    public int read() throws IOException {
        byte[] single = new byte[1];
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        while (left == 0) {
            int stream = frames.read();
            if (stream < 0) {
                return -1;
            }
            stderr = stream == STDERR;
            frames.skipNBytes(STREAM_TYPE_AND_PADDING - 1);
            left = Integer.toUnsignedLong(frames.readInt());
        }
        int read = frames.read(buffer, offset, (int) Math.min(length, left));
        if (read < 0) {
            throw new EOFException("a frame was cut off");
        }
        left -= read;
        return read;
    }

    /** Whether the bytes that were read last are of stderr; one {@code read} never returns bytes of both. */
    boolean stderr() {
        return stderr;
    }
}
