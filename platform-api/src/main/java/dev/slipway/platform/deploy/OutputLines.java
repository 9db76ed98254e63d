package dev.slipway.platform.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** The lines of a process's output, without their line breaks; longer ones are split. */
final class OutputLines {

    /** As the lines of an app's log. */
    private static final int LONGEST = 10_000;

    private OutputLines() {}

    /** Reads {@code output} to its end. */
    static void read(InputStream output, Consumer<String> lines) throws IOException {
        Reader reader = new InputStreamReader(output, StandardCharsets.UTF_8);
        StringBuilder line = new StringBuilder();
        char[] buffer = new char[4096];
        for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
            for (int i = 0; i < read; i++) {
                if (buffer[i] == '\n') {
                    emit(line, lines);
                } else {
                    line.append(buffer[i]);
                    if (line.length() >= LONGEST && !Character.isHighSurrogate(buffer[i])) {
                        emit(line, lines);
                    }
                }
            }
        }
        if (!line.isEmpty()) {
            emit(line, lines);
        }
    }

    private static void emit(StringBuilder line, Consumer<String> lines) {
        int end = line.length();
        lines.accept(line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end));
        line.setLength(0);
    }
}
