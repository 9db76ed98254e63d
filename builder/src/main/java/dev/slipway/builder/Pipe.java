package dev.slipway.builder;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.atomic.AtomicReference;

/** Lets a reader take what a writer gives, without a copy on disk. */
final class Pipe {

    /** Writes everything to {@code out}; closes it or leaves it open. */
    @FunctionalInterface
    interface Writer {
        void writeTo(OutputStream out) throws IOException;
    }

    private Pipe() {}

    /**
     * Starts {@code writer} on a thread of its own, which ends when the stream is closed. A failure of the writer is
     * thrown by the read that would otherwise meet an early end.
     */
    static InputStream from(Writer writer) throws IOException {
        PipedInputStream in = new PipedInputStream(1 << 16);
        PipedOutputStream out = new PipedOutputStream(in);
        AtomicReference<IOException> failure = new AtomicReference<>();
        Thread.ofVirtual().start(() -> {
            try (out) {
                try {
                    writer.writeTo(out);
                } catch (IOException e) {
                    // Recorded before the stream is closed: the reader looks when it meets the end.
                    failure.set(e);
                }
            } catch (IOException e) {
                failure.compareAndSet(null, e);
            }
        });
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                return checked(super.read());
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return checked(super.read(buffer, offset, length));
            }

            private int checked(int read) throws IOException {
                if (read < 0 && failure.get() != null) {
                    throw new IOException("the writer failed", failure.get());
                }
                return read;
            }
        };
    }
}
