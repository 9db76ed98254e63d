package dev.slipway.platform.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A program at a terminal, for which {@code script} of util-linux stands in, and somebody who reads and types. */
final class Terminal implements AutoCloseable {

    private final Process process;
    private final Thread killer;
    private final StringBuilder screen = new StringBuilder();

    /** @param command as a shell takes it */
    Terminal(Commands user, String command) {
        process = user.start("script", "-qec", command, "/dev/null");
        killer = Thread.ofVirtual().start(() -> Commands.killLate(process));
    }

    /**
     * Waits for something that was not on the screen before.
     *
     * @return all that was, and is, on the screen
     */
    String readUntil(String text) throws IOException {
        int from = screen.length();
        while (screen.indexOf(text, from) < 0) {
            if (!readMore()) {
                throw new AssertionError("ended without " + text + ":\n" + screen);
            }
        }
        return screen.toString();
    }

    /** Types a line, and Enter. */
    void type(String line) throws IOException {
        process.getOutputStream().write((line + "\r").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Waits until the program has ended. */
    Commands.Result end() throws IOException, InterruptedException {
        while (readMore()) {
            // All that it still prints.
        }
        return new Commands.Result(process.waitFor(), screen.toString());
    }

    private boolean readMore() throws IOException {
        byte[] buffer = new byte[8192];
        int read = process.getInputStream().read(buffer);
        screen.append(new String(buffer, 0, Math.max(0, read), StandardCharsets.UTF_8));
        return read >= 0;
    }

    @Override
    public void close() {
        killer.interrupt();
        process.destroyForcibly();
    }
}
