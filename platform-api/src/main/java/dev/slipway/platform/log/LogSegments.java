package dev.slipway.platform.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The lines of one app on disk: a current file, and the one before it. Together they hold the last
 * {@value #LINES} lines or the last 8 MB, whichever is less, and never more than twice that. Used under its owner's lock.
 */
final class LogSegments {

    /** Heroku keeps 1,500 lines. */
    static final int LINES = 1500;
    /** Lines may have 10 kB, and there are many apps. */
    private static final long MOST_BYTES = 8 << 20;
    private static final int BUFFERED = 8 << 10;
    /** More lines than a crash can take from the buffer: a reader that saw those must not miss their successors. */
    private static final int SEQUENCE_GAP = 1000;

    private final Path current;
    private final Path previous;
    private int linesInCurrent;
    private long bytesInCurrent;
    private long lastSequence;
    private OutputStream file;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(2 * BUFFERED);

    private LogSegments(Path folder) throws IOException {
        this.current = folder.resolve("current.log");
        this.previous = folder.resolve("previous.log");
        LogHistory.read(previous, line -> lastSequence = line.sequence());
        LogHistory.read(current, line -> {
            lastSequence = line.sequence();
            linesInCurrent++;
        });
        if (lastSequence > 0) {
            lastSequence += SEQUENCE_GAP;
        }
        this.bytesInCurrent = Files.exists(current) ? Files.size(current) : 0;
        this.file = openCurrent();
        if (bytesInCurrent > 0) {
            buffer.write('\n'); // a crash may have cut the last line short; empty lines are skipped
        }
    }

    static LogSegments open(Path folder) throws IOException {
        Files.createDirectories(folder);
        return new LogSegments(folder);
    }

    long nextSequence() {
        return lastSequence + 1;
    }

    /** Writes into a buffer; {@link #flush} brings it to the disk. */
    void append(LogRecord line) throws IOException {
        lastSequence = line.sequence();
        if (linesInCurrent >= LINES || bytesInCurrent >= MOST_BYTES) {
            rotate();
        }
        // Unlike a Writer, this replaces half a surrogate pair, and does not fail at it.
        byte[] stored = (line.sequence() + " " + line.format() + "\n").getBytes(StandardCharsets.UTF_8);
        buffer.writeBytes(stored);
        linesInCurrent++;
        bytesInCurrent += stored.length;
        if (buffer.size() >= BUFFERED) {
            flush();
        }
    }

    /** What cannot be written is lost: tried again and again, its beginning might be written each time. */
    void flush() throws IOException {
        byte[] waiting = buffer.toByteArray();
        buffer.reset();
        if (waiting.length > 0) {
            file.write(waiting);
        }
    }

    /** All lines kept so far. The files stay open and readable, whatever happens to this log meanwhile. */
    LogHistory history() throws IOException {
        flush();
        return LogHistory.open(previous, current, lastSequence);
    }

    void close() throws IOException {
        try (var _ = file) {
            flush();
        }
    }

    private void rotate() throws IOException {
        close();
        if (Files.exists(current)) {
            Files.move(current, previous, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
        file = openCurrent();
        linesInCurrent = 0;
        bytesInCurrent = 0;
    }

    private OutputStream openCurrent() throws IOException {
        return Files.newOutputStream(current, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
