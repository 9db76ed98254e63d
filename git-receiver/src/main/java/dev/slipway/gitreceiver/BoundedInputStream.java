package dev.slipway.gitreceiver;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Fails as soon as more than {@code limit} bytes were read, unlike JGit's own, which may end quietly at the limit. */
final class BoundedInputStream extends FilterInputStream {

    /** The stream holds more than {@link #limit} bytes. */
    static final class LimitExceededException extends IOException {

        private final long limit;

        LimitExceededException(long limit) {
            super("the request is larger than " + limit + " bytes");
            this.limit = limit;
        }

        long limit() {
            return limit;
        }
    }

    private final long limit;
    private long total;

    BoundedInputStream(InputStream in, long limit) {
        super(in);
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        count(b < 0 ? 0 : 1);
        return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return count(super.read(buffer, offset, length));
    }

    private int count(int n) throws IOException {
        total += Math.max(n, 0);
        if (total > limit) {
            throw new LimitExceededException(limit);
        }
        return n;
    }
}
