package dev.slipway.platform.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A program at a terminal, for which {@code script} of util-linux stands in, and who types there. */
final class TerminalSession implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final Process process;
    private final StringBuilder screen = new StringBuilder();
    private int seen;

    /** @param process {@code script} with the program */
    TerminalSession(Process process) {
        this.process = process;
        Thread.ofVirtual().name("screen").start(this::watch);
    }

    private void watch() {
        byte[] buffer = new byte[4096];
        try (InputStream in = process.getInputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                show(new String(buffer, 0, read, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            show("[the terminal was closed]");
        }
    }

    private synchronized void show(String text) {
        screen.append(text);
        notifyAll();
    }

    void type(String text) {
        try {
            process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException("nobody reads what is typed; the screen: " + screen(), e);
        }
    }

    /** Waits until {@code text} appears, after what was waited for last. */
    synchronized void awaitText(String text) throws InterruptedException {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (screen.indexOf(text, seen) < 0) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                throw new AssertionError("waited in vain for " + text + "; the screen:\n" + screen.substring(seen));
            }
            wait(left);
        }
        seen = screen.indexOf(text, seen) + text.length();
    }

    synchronized String screen() {
        return screen.toString();
    }

    /** Waits for the program's end; returns its exit status. */
    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the program does not end; the screen:\n" + screen());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
