package dev.slipway.platform.build;

import java.util.UUID;
import java.util.function.Consumer;

/** Hands each line to the pusher at once and to the database now and then. Used by one thread at a time. */
final class BuildOutput {

    /** What is new is saved when it is a quarter of what was saved: few writes for long outputs, early ones for short. */
    private static final int SMALLEST_SAVE = 2000;

    private final UUID buildId;
    private final BuildRecords records;
    private final Consumer<String> progress;
    private final StringBuilder text = new StringBuilder();
    private int saved;

    BuildOutput(UUID buildId, BuildRecords records, Consumer<String> progress) {
        this.buildId = buildId;
        this.records = records;
        this.progress = progress;
    }

    synchronized void line(String line) {
        text.append(line.replace("\0", "")).append('\n');
        progress.accept(line);
        if (text.length() - saved > Math.max(SMALLEST_SAVE, saved / 4)) {
            records.output(buildId, text());
            saved = text.length();
        }
    }

    synchronized String text() {
        return text.toString();
    }
}
