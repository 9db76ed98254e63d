package dev.slipway.platform.release;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * The output of a release command while it runs: whoever follows gets each line at once, the database gets them now and
 * then, all of them at the end. Bounded: what is beyond is only in the app's log.
 */
public final class ReleaseOutput implements AutoCloseable {

    static final int LARGEST = 1_000_000;
    /** What is new is saved when it is a quarter of what was saved: few writes for long outputs, early ones for short. */
    private static final int SMALLEST_SAVE = 2_000;
    private static final String CUT = "(What follows is in the app's log only.)\n";

    private final Consumer<String> save;
    private final Runnable ended;
    private final StringBuilder text = new StringBuilder();
    private int saved;
    private boolean full;
    private boolean closed;

    /**
     * @param save  keeps the whole text
     * @param ended called after the last save
     */
    ReleaseOutput(Consumer<String> save, Runnable ended) {
        this.save = save;
        this.ended = ended;
    }

    /** @param line without its line break */
    public void line(String line) {
        String due = append(line.replace("\0", "") + "\n");
        if (!due.isEmpty()) {
            save.accept(due);
        }
    }

    /** Returns the whole text if it should be saved now. */
    private synchronized String append(String line) {
        if (full) {
            return "";
        }
        full = text.length() + line.length() > LARGEST;
        text.append(full ? CUT : line);
        notifyAll();
        if (text.length() - saved <= Math.max(SMALLEST_SAVE, saved / 4)) {
            return "";
        }
        saved = text.length();
        return text.toString();
    }

    /** No more lines come. */
    @Override
    public void close() {
        try {
            save.accept(soFar());
        } finally {
            ended.run();
            finish();
        }
    }

    private synchronized void finish() {
        closed = true;
        notifyAll();
    }

    synchronized String soFar() {
        return text.toString();
    }

    /**
     * What comes after the first {@code known} characters, waited for; empty if nothing comes within {@code patience}.
     */
    synchronized String after(int known, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        for (long left = patience.toMillis(); text.length() <= known && !closed && left > 0;
                left = Duration.ofNanos(end - System.nanoTime()).toMillis()) {
            wait(left);
        }
        return text.substring(Math.min(known, text.length()));
    }

    synchronized boolean isClosed() {
        return closed;
    }
}
