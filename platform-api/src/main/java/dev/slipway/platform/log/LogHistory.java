package dev.slipway.platform.log;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The lines of a log up to one moment, read from its open files: no lock is held while a reader takes its time, and no
 * more than one line is in memory. Not for use from several threads.
 */
final class LogHistory implements AutoCloseable {

    /** Takes one line; it may go to a slow client. */
    interface Reader {
        void take(LogRecord line) throws IOException;
    }

    private final List<FileChannel> files;
    private final long last;

    private LogHistory(List<FileChannel> files, long last) {
        this.files = files;
        this.last = last;
    }

    /** @param last sequence of the last line that belongs to it; the file may grow beyond */
    static LogHistory open(Path previous, Path current, long last) throws IOException {
        LogHistory history = new LogHistory(new ArrayList<>(), last);
        try {
            for (Path file : List.of(previous, current)) {
                try {
                    history.files.add(FileChannel.open(file));
                } catch (NoSuchFileException e) {
                    // The log is still young.
                }
            }
            return history;
        } catch (IOException e) {
            history.close();
            throw e;
        }
    }

    /** Hands over the last lines that are {@code wanted}, at most so many, oldest first. */
    void last(Predicate<LogRecord> wanted, int most, Reader reader) throws IOException {
        long[] there = new long[1];
        read(line -> there[0] += wanted.test(line) ? 1 : 0);
        long[] skip = {there[0] - most};
        read(line -> {
            if (wanted.test(line) && skip[0]-- <= 0) {
                reader.take(line);
            }
        });
    }

    /** Hands over all lines of one file, if there is one. */
    static void read(Path file, Reader reader) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            read(channel, Long.MAX_VALUE, reader);
        } catch (NoSuchFileException e) {
            // It has none yet.
        }
    }

    private void read(Reader reader) throws IOException {
        for (FileChannel file : files) {
            file.position(0);
            read(file, last, reader);
        }
    }

    private static void read(FileChannel file, long last, Reader reader) throws IOException {
        // An InputStreamReader replaces what is not UTF-8: a line that a crash cut short must not hide the others.
        BufferedReader lines = new BufferedReader(new InputStreamReader(Channels.newInputStream(file), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            var record = LogRecord.parse(line);
            if (record.isPresent() && record.get().sequence() > last) {
                return;
            }
            if (record.isPresent()) {
                reader.take(record.get());
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (FileChannel file : files) {
            file.close();
        }
    }
}
