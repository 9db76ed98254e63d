package dev.slipway.platform.build;

import java.util.UUID;
import java.util.function.Consumer;

/** Hands each line to the pusher at once and to the database now and then. Used by one thread at a time. */
final class BuildOutput {

    private static final int SAVE_EVERY_LINES = 50;

    private final UUID buildId;
    private final BuildRecords records;
    private final Consumer<String> progress;
    private final StringBuilder text = new StringBuilder();
    private int unsaved;

    BuildOutput(UUID buildId, BuildRecords records, Consumer<String> progress) {
        this.buildId = buildId;
        this.records = records;
        this.progress = progress;
    }

    synchronized void line(String line) {
        text.append(line.replace("\0", "")).append('\n');
        progress.accept(line);
        if (++unsaved == SAVE_EVERY_LINES) {
            records.output(buildId, text());
            unsaved = 0;
        }
    }

    synchronized String text() {
        return text.toString();
    }
}
