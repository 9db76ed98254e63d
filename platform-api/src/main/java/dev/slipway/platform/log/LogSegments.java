package dev.slipway.platform.log;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * The lines of one app on disk: a current file, and the one before it. Together they hold the last
 * {@value #LINES} lines or the last 8 MB, whichever is less, and never more than twice that. Used under its owner's lock.
 */
final class LogSegments {

    /** Heroku keeps 1,500 lines. */
    static final int LINES = 1500;
    /** Lines may have 10 kB, and there are many apps. */
    private static final long MOST_BYTES = 8 << 20;

    private final Path current;
    private final Path previous;
    private int linesInCurrent;
    private long bytesInCurrent;
    private long lastSequence;
    private BufferedWriter writer;

    private LogSegments(Path folder) throws IOException {
        this.current = folder.resolve("current.log");
        this.previous = folder.resolve("previous.log");
        read(line -> lastSequence = line.sequence());
        parse(current, _ -> linesInCurrent++);
        this.bytesInCurrent = Files.exists(current) ? Files.size(current) : 0;
        this.writer = openCurrent();
    }

    static LogSegments open(Path folder) throws IOException {
        Files.createDirectories(folder);
        return new LogSegments(folder);
    }

    long nextSequence() {
        return lastSequence + 1;
    }

    void append(LogRecord line) throws IOException {
        if (linesInCurrent >= LINES || bytesInCurrent >= MOST_BYTES) {
            writer.close();
            if (Files.exists(current)) {
                Files.move(current, previous, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            }
            writer = openCurrent();
            linesInCurrent = 0;
            bytesInCurrent = 0;
        }
        String stored = line.sequence() + " " + line.format() + "\n";
        lastSequence = line.sequence();
        writer.write(stored);
        writer.flush();
        linesInCurrent++;
        bytesInCurrent += stored.length();
    }

    /** Hands over all lines kept, oldest first, one at a time: a log of long lines must not fill the memory. */
    void read(Consumer<LogRecord> reader) throws IOException {
        parse(previous, reader);
        parse(current, reader);
    }

    void close() throws IOException {
        writer.close();
    }

    private BufferedWriter openCurrent() throws IOException {
        return Files.newBufferedWriter(current, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static void parse(Path file, Consumer<LogRecord> reader) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        // An InputStreamReader replaces what is not UTF-8: a line that a crash cut short must not hide the others.
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(Files.newInputStream(file),
                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                LogRecord.parse(line).ifPresent(reader);
            }
        }
    }
}
