package dev.slipway.platform.backup;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Tells now and then how much of it was read. */
final class CountedInput extends FilterInputStream {

    private static final long STRIDE = 4 << 20;

    private final LongConsumer progress;
    private long count;
    private long nextTold = STRIDE;

    /** @param progress runs on the reader's thread */
    CountedInput(InputStream in, LongConsumer progress) {
        super(in);
        this.progress = progress;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        count(Math.max(read, 0));
        return read;
    }

    private void count(int read) {
        count += read;
        if (count >= nextTold) {
            nextTold = count + STRIDE;
            progress.accept(count);
        }
    }
}
