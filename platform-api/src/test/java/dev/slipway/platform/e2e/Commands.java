package dev.slipway.platform.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs programs as a user's shell would, in one home directory and environment. */
final class Commands {

    private static final Duration DEADLINE = Duration.ofMinutes(5);

    private final Path folder;
    private final Map<String, String> environment;

    /** @param environment added to that of the test; an empty value removes a variable */
    Commands(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    /** What a program printed, stdout and stderr as they came, and how it ended. */
    record Result(int status, String output) {

        Result succeeds() {
            if (status != 0) {
                throw new AssertionError("exit status " + status + ":\n" + output);
            }
            return this;
        }

        Result fails() {
            if (status == 0) {
                throw new AssertionError("expected a failure, but it succeeded:\n" + output);
            }
            return this;
        }
    }

    Commands in(Path other) {
        return new Commands(other, environment);
    }

    Result run(String... argv) {
        return run(_ -> {}, argv);
    }

    /** @param seen hears all output so far, whenever there is more */
    Result run(Consumer<String> seen, String... argv) {
        Process process = start(argv);
        StringBuilder output = new StringBuilder();
        Thread killer = Thread.ofVirtual().start(() -> killLate(process));
        try (InputStream in = process.getInputStream()) {
            process.getOutputStream().close();
            byte[] buffer = new byte[8192];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                output.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
                seen.accept(output.toString());
            }
            return new Result(process.waitFor(), output.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(List.of(argv) + " printed " + output, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } finally {
            killer.interrupt();
        }
    }

    /** Starts a program whose input and output the caller handles. */
    Process start(String... argv) {
        ProcessBuilder builder = new ProcessBuilder(argv).directory(folder.toFile()).redirectErrorStream(true);
        environment.forEach((name, value) -> {
            if (value.isEmpty()) {
                builder.environment().remove(name);
            } else {
                builder.environment().put(name, value);
            }
        });
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot run " + argv[0], e);
        }
    }

    /** Ends a program that hangs; interrupt the thread when it has ended by itself. */
    static void killLate(Process process) {
        try {
            if (!process.waitFor(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            // It ended in time.
        }
    }
}
