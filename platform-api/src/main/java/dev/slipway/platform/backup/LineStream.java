package dev.slipway.platform.backup;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Hands on what is written to it line by line; of very long lines the beginning. */
final class LineStream extends OutputStream {

    private static final int LONGEST = 4000;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Consumer<String> lines;

    /** @param lines called without the line break, on the writer's thread */
    LineStream(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public void write(int value) {
        if (value == '\n') {
            end();
        } else if (line.size() < LONGEST) {
            line.write(value);
        }
    }

    private void end() {
        lines.accept(line.toString(StandardCharsets.UTF_8));
        line.reset();
    }

    /** A last line may have no line break. */
    @Override
    public void close() {
        if (line.size() > 0) {
            end();
        }
    }
}
