package dev.slipway.gitreceiver;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** The real {@code git} command in a work tree of its own, without anybody's configuration. */
final class GitClient {

    private static final int DEADLINE_SECONDS = 60;

    /** What a finished command printed, both streams mixed. */
    record Result(int exitCode, String output) {

        Result expectSuccess() {
            if (exitCode != 0) {
                throw new AssertionError("git exited " + exitCode + ":\n" + output);
            }
            return this;
        }
    }

    private final Path workTree;
    private final List<Running> running = new ArrayList<>();

    private GitClient(Path workTree) {
        this.workTree = workTree;
    }

    static GitClient init(Path workTree) {
        GitClient client = at(workTree);
        client.git("init", "-q", "-b", "main");
        return client;
    }

    static GitClient at(Path workTree) {
        try {
            Files.createDirectories(workTree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new GitClient(workTree);
    }

    Path workTree() {
        return workTree;
    }

    /** Runs a command that must succeed. @return what it printed, trimmed */
    String git(String... arguments) {
        return run(arguments).expectSuccess().output().strip();
    }

    Result run(String... arguments) {
        return start(arguments).await();
    }

    Running start(String... arguments) {
        return start(Map.of(), arguments);
    }

    /** As {@link #start(String...)}, printing every packet as well. */
    Running startTracingPackets(String... arguments) {
        return start(Map.of("GIT_TRACE_PACKET", "1"), arguments);
    }

    private Running start(Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(Arrays.asList(arguments));
        Running process = new Running(command, workTree, environment);
        running.add(process);
        return process;
    }

    GitClient write(String file, String content) {
        return write(file, content.getBytes(UTF_8));
    }

    GitClient write(String file, byte[] content) {
        try {
            Path path = workTree.resolve(file);
            Files.createDirectories(path.getParent());
            Files.write(path, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return the new commit's id */
    String commit(String message) {
        git("add", "-A");
        git("commit", "-q", "--allow-empty", "-m", message);
        return git("rev-parse", "HEAD");
    }

    /** @return the new commit's id */
    String commitFile(String file, String content) {
        return write(file, content).commit("write " + file);
    }

    /** Feeds {@code input} to a command that must succeed, and returns what it printed, trimmed. */
    String gitWithInput(byte[] input, String... arguments) {
        Running process = start(arguments);
        process.feed(input);
        return process.await().expectSuccess().output().strip();
    }

    void stop() {
        running.forEach(Running::kill);
    }

    /** A started command whose output can be watched while it runs. */
    static final class Running {

        private final Process process;
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Void> outputRead;

        private Running(List<String> command, Path workTree, Map<String, String> environment) {
            ProcessBuilder builder = new ProcessBuilder(command).directory(workTree.toFile()).redirectErrorStream(true);
            builder.environment().keySet().removeIf(
                    name -> name.startsWith("GIT_") || name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
            builder.environment().put("HOME", workTree.toString());
            builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
            builder.environment().put("GIT_TERMINAL_PROMPT", "0");
            builder.environment().put("LC_ALL", "C.UTF-8");
            builder.environment().putAll(environment);
            for (String person : List.of("AUTHOR", "COMMITTER")) {
                builder.environment().put("GIT_" + person + "_NAME", "Ada");
                builder.environment().put("GIT_" + person + "_EMAIL", "ada@example.org");
            }
            try {
                process = builder.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            outputRead = CompletableFuture.runAsync(this::read, reading -> Thread.ofVirtual().start(reading));
        }

        private void read() {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
                String line;
                while ((line = reader.readLine()) != null) {
                    lines.add(line);
                    synchronized (lines) {
                        lines.notifyAll();
                    }
                }
            } catch (IOException killed) {
                // the lines so far are what there is
            }
        }

        private void feed(byte[] input) {
            try (var stdin = process.getOutputStream()) {
                stdin.write(input);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Waits until a line holding {@code text} was printed. */
        void awaitLine(String text) {
            awaitLine(text, line -> line.contains(text));
        }

        void awaitLineEnding(String text) {
            awaitLine("…" + text, line -> line.endsWith(text));
        }

        private void awaitLine(String description, Predicate<String> wanted) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
            synchronized (lines) {
                while (lines.stream().noneMatch(wanted)) {
                    long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                    if (left <= 0) {
                        throw new AssertionError("git did not print '" + description + "' but:\n" + String.join("\n", lines));
                    }
                    try {
                        lines.wait(left);
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                }
            }
        }

        Result await() {
            try {
                if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                    throw new AssertionError("git still runs; it printed:\n" + String.join("\n", lines));
                }
                outputRead.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
                return new Result(process.exitValue(), String.join("\n", lines));
            } catch (InterruptedException | ExecutionException | TimeoutException e) {
                throw new AssertionError(e);
            }
        }

        /** Ends it as a Ctrl-C that nobody handles would, transport helpers included. */
        void kill() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
