package dev.slipway.platform.build;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Hands each line to the pusher and to those who follow at once, and to the database now and then. Bounded: a release
 * command may print for an hour, and what is beyond only the pusher gets, and the app's log. Thread-safe.
 */
final class BuildOutput {

    static final int LARGEST = 4_000_000;
    private static final String CUT = " !     What follows is not kept.\n";
    /** What is new is saved when it is a quarter of what was saved: few writes for long outputs, early ones for short. */
    private static final int SMALLEST_SAVE = 2000;

    private final UUID buildId;
    private final BuildRecords records;
    private final Consumer<String> progress;
    private final StringBuilder text = new StringBuilder();
    private int saved;
    private boolean full;
    private boolean closed;

    /** @param progress hears each line, without its line break */
    BuildOutput(UUID buildId, BuildRecords records, Consumer<String> progress) {
        this.buildId = buildId;
        this.records = records;
        this.progress = progress;
    }

    void line(String line) {
        note(line);
        progress.accept(line);
    }

    /** A line that the pusher hears in another way. */
    synchronized void note(String line) {
        if (full) {
            return;
        }
        full = text.length() + line.length() > LARGEST;
        text.append(full ? CUT : line.replace("\0", "") + "\n");
        notifyAll();
        if (text.length() - saved > Math.max(SMALLEST_SAVE, saved / 4)) {
            save();
        }
    }

    /** Nothing comes any more. */
    synchronized void close() {
        closed = true;
        notifyAll();
        save();
    }

    synchronized String text() {
        return text.toString();
    }

    /**
     * What came after the first {@code from} characters, waiting for it if need be.
     *
     * @return empty text if {@code patience} ran out, nothing if this is the end
     */
    synchronized Optional<String> after(int from, Duration patience) throws InterruptedException {
        if (text.length() <= from && !closed) {
            wait(patience.toMillis());
        }
        return text.length() > from ? Optional.of(text.substring(from)) : closed ? Optional.empty() : Optional.of("");
    }

    private void save() {
        records.output(buildId, text());
        saved = text.length();
    }
}
