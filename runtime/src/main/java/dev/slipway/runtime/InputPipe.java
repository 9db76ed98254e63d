package dev.slipway.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a client types, on its way to Docker, whose client reads from a stream. Bounded: the writer waits for the reader.
 * Unlike {@link java.io.PipedInputStream} it does not care which threads write, and either side can break it off.
 */
final class InputPipe {
    private static final int LARGEST_CHUNK = 8 * 1024;
    private static final int MOST_CHUNKS = 8;

    private final Runnable drained;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<byte[]> chunks = new ArrayDeque<>();
    private byte[] begun = new byte[0];
    private int position;
    private boolean ended;
    private boolean broken;

    /** @param drained called once, by the reader, when it has passed on all of an input that ended */
    InputPipe(Runnable drained) {
        this.drained = drained;
    }

    /** Nobody reads or writes any more. */
    void breakOff() {
        lock.lock();
        try {
            broken = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    OutputStream writer() {
        return new OutputStream() {
            @Override
            public void write(int single) throws IOException {
                write(new byte[] {(byte) single}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                for (int from = offset; from < offset + length; from += LARGEST_CHUNK) {
                    put(Arrays.copyOfRange(bytes, from, Math.min(from + LARGEST_CHUNK, offset + length)));
                }
            }

            @Override
            public void close() {
                end();
            }
        };
    }

    InputStream reader() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] single = new byte[1];
                return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return length == 0 ? 0 : take(buffer, offset, length);
            }
        };
    }

    private void put(byte[] chunk) throws IOException {
        lock.lock();
        try {
            while (chunks.size() >= MOST_CHUNKS && !broken && !ended) {
                await();
            }
            if (broken || ended) {
                throw new IOException("the process has ended, or its input has");
            }
            chunks.add(chunk);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private int take(byte[] buffer, int offset, int length) throws IOException {
        lock.lock();
        try {
            if (position == begun.length) {
                byte[] next = next();
                if (next == null) {
                    return -1;
                }
                begun = next;
                position = 0;
            }
            int taken = Math.min(length, begun.length - position);
            System.arraycopy(begun, position, buffer, offset, taken);
            position += taken;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private byte @Nullable [] next() throws IOException {
        while (chunks.isEmpty() && !ended && !broken) {
            await();
        }
        byte[] chunk = broken ? null : chunks.poll();
        if (chunk == null && !broken) {
            broken = true;
            drained.run();
        }
        changed.signalAll();
        return chunk;
    }

    private void await() throws IOException {
        try {
            changed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
