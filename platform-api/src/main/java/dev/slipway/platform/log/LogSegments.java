package dev.slipway.platform.log;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The lines of one app on disk: a current file, and the one before it. Together they always hold the last
 * {@value #LINES} lines once that many were written, and never more than twice that. Used under its owner's lock.
 */
final class LogSegments {

    /** Heroku keeps 1,500 lines. */
    static final int LINES = 1500;

    private final Path current;
    private final Path previous;
    private int linesInCurrent;
    private long lastSequence;
    private BufferedWriter writer;

    private LogSegments(Path folder) throws IOException {
        this.current = folder.resolve("current.log");
        this.previous = folder.resolve("previous.log");
        List<LogRecord> stored = read();
        this.lastSequence = stored.isEmpty() ? 0 : stored.getLast().sequence();
        this.linesInCurrent = parse(current).size();
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
        if (linesInCurrent >= LINES) {
            writer.close();
            Files.move(current, previous, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            writer = openCurrent();
            linesInCurrent = 0;
        }
        writer.write(line.sequence() + " " + line.format() + "\n");
        writer.flush();
        linesInCurrent++;
        lastSequence = line.sequence();
    }

    /** All lines kept, oldest first. */
    List<LogRecord> read() throws IOException {
        List<LogRecord> lines = new ArrayList<>(parse(previous));
        lines.addAll(parse(current));
        return lines;
    }

    void close() throws IOException {
        writer.close();
    }

    private BufferedWriter openCurrent() throws IOException {
        return Files.newBufferedWriter(current, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static List<LogRecord> parse(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        // A line that a crash cut short is skipped: decoding and parsing are lenient.
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        return text.lines().flatMap(LogSegments::parseLine).toList();
    }

    private static Stream<LogRecord> parseLine(String line) {
        try {
            return Stream.of(LogRecord.parse(line));
        } catch (RuntimeException e) {
            return Stream.empty();
        }
    }
}
