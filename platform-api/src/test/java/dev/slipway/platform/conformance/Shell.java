package dev.slipway.platform.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A user's terminal: a home directory, an environment, and programs that run in them. */
final class Shell {

    private static final Duration DEADLINE = Duration.ofMinutes(5);
    private static final Duration PROMPT_DEADLINE = Duration.ofMinutes(2);
    private static final Duration KEYBOARD_DEADLINE = Duration.ofSeconds(15);
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");
    /** Colours, and the marks that the CLI puts before an app's name and in front of each line of an error. */
    private static final Pattern DECORATION = Pattern.compile("\\x1B\\[[0-9;?]*[A-Za-z]|\\r|⬢ ?|(?m)^ *[›▸!] {2,}");

    private final Map<String, String> environment;

    /** @param environment added to that of the tests; an empty value removes a variable */
    Shell(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** What a program printed, without colours, and how it ended. */
    record Result(int exit, String stdout, String stderr) {

        String all() {
            return stdout + "\n" + stderr;
        }

        @Override
        public String toString() {
            return "exit status " + exit + "\n--- stdout\n" + stdout + "\n--- stderr\n" + stderr;
        }
    }

    Shell with(Map<String, String> more) {
        Map<String, String> both = new HashMap<>(environment);
        both.putAll(more);
        return new Shell(both);
    }

    /** Words of a command line; quotes keep spaces together. */
    static List<String> words(String command) {
        return WORD.matcher(command).results().map(Shell::word).collect(Collectors.toCollection(ArrayList::new));
    }

    private static String word(MatchResult match) {
        for (int group = 1; group <= 3; group++) {
            if (match.group(group) != null) {
                return match.group(group);
            }
        }
        throw new AssertionError(match);
    }

    /**
     * Runs a program to its end.
     *
     * @param stdin what it reads
     * @param until ends it when it has printed this; null lets it end by itself
     */
    Result run(Path folder, List<String> argv, String stdin, @Nullable String until) throws IOException, InterruptedException {
        Process process = start(folder, argv, false);
        Output stdout = new Output(process.getInputStream());
        Output stderr = new Output(process.getErrorStream());
        try (OutputStream input = process.getOutputStream()) {
            input.write(stdin.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It does not read what it is given.
        }
        if (until != null) {
            awaitPrinted(process, until, stdout, stderr);
            kill(process);
        }
        return result(process, stdout, stderr);
    }

    /**
     * Runs a program at a terminal, for which {@code script} of util-linux stands in.
     *
     * @param typed what is typed after which prompt, in this order
     */
    Result runAtTerminal(Path folder, List<String> argv, Map<String, String> typed) throws IOException, InterruptedException {
        String quoted = argv.stream().map(word -> "'" + word.replace("'", "'\\''") + "'").collect(Collectors.joining(" "));
        Process process = start(folder, List.of("script", "-qec", quoted, "/dev/null"), true);
        Output screen = new Output(process.getInputStream());
        try (OutputStream keyboard = process.getOutputStream()) {
            for (Map.Entry<String, String> line : typed.entrySet()) {
                awaitPrinted(process, line.getKey(), screen);
                awaitKeyboard(process);
                keyboard.write((line.getValue() + "\r").getBytes(StandardCharsets.UTF_8));
                keyboard.flush();
            }
        } catch (IOException e) {
            // It ended before all was typed; what is on the screen tells why.
        }
        return result(process, screen, new Output(InputStream.nullInputStream()));
    }

    private Process start(Path folder, List<String> argv, boolean oneScreen) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(argv).directory(folder.toFile()).redirectErrorStream(oneScreen);
        environment.forEach((name, value) -> {
            if (value.isEmpty()) {
                builder.environment().remove(name);
            } else {
                builder.environment().put(name, value);
            }
        });
        return builder.start();
    }

    private static Result result(Process process, Output stdout, Output stderr) throws InterruptedException {
        if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
            kill(process);
            return new Result(-1, stdout.text(), stderr.text() + "\n(killed after " + DEADLINE.toSeconds() + " s)");
        }
        stdout.end();
        stderr.end();
        return new Result(process.exitValue(), stdout.text(), stderr.text());
    }

    private static void awaitPrinted(Process process, String text, Output... outputs) throws InterruptedException {
        long deadline = System.nanoTime() + PROMPT_DEADLINE.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            for (Output output : outputs) {
                if (output.awaitPrinted(text)) {
                    return;
                }
            }
        }
    }

    /**
     * Waits until the program at the terminal takes keys one by one, which it begins to after its prompt: what is typed before
     * is shown, and its Return is another character. A program that never does gets whole lines.
     */
    private static void awaitKeyboard(Process script) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + KEYBOARD_DEADLINE.toNanos();
        while (script.isAlive() && System.nanoTime() < deadline) {
            Optional<ProcessHandle> program = script.descendants().findFirst();
            if (program.isPresent() && settings(program.get()).contains("-icanon")) {
                return;
            }
            Thread.sleep(50);
        }
    }

    /** The settings of the terminal that a process is at, as {@code stty} says them; empty if it is gone. */
    private static String settings(ProcessHandle program) throws IOException {
        Path terminal = Path.of("/proc/" + program.pid() + "/fd/0");
        Process stty = new ProcessBuilder("stty", "-a").redirectInput(terminal.toFile()).redirectErrorStream(true).start();
        return new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** What comes out of one stream, read as it comes. */
    private static final class Output {

        private final StringBuilder text = new StringBuilder();
        private final Thread reader;
        /** Up to here the last prompt was found. */
        private int seen;

        Output(InputStream in) {
            // Not virtual: a read from a pipe holds on to its carrier, of which there are as few as processors.
            reader = Thread.ofPlatform().daemon().start(() -> read(in));
        }

        private void read(InputStream in) {
            byte[] buffer = new byte[8192];
            try (in) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    append(new String(buffer, 0, read, StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                append("");
            }
        }

        private synchronized void append(String more) {
            text.append(more);
            notifyAll();
        }

        /** Waits a moment for {@code wanted} to come after what was waited for before. */
        synchronized boolean awaitPrinted(String wanted) throws InterruptedException {
            int at = text.indexOf(wanted, seen);
            if (at < 0) {
                wait(100);
                at = text.indexOf(wanted, seen);
            }
            if (at >= 0) {
                seen = at + wanted.length();
            }
            return at >= 0;
        }

        /** Whoever still holds the stream open, a background process of the CLI, is not waited for. */
        void end() throws InterruptedException {
            reader.join(Duration.ofSeconds(2));
        }

        synchronized String text() {
            return DECORATION.matcher(text).replaceAll("");
        }
    }
}
