package dev.slipway.platform.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/** A user's checkout of an app, with the git that every tutorial types. */
final class Repository {

    private final Path folder;
    private final Commands shell;

    private Repository(Path folder, Commands shell) {
        this.folder = folder;
        this.shell = shell;
    }

    /** Copies {@code example} to {@code folder} and commits it. */
    static Repository of(Path example, Path folder, HerokuCli user) throws IOException {
        try (Stream<Path> files = Files.walk(example)) {
            for (Path file : files.filter(f -> !f.startsWith(example.resolve("target"))).toList()) {
                Files.copy(file, folder.resolve(example.relativize(file).toString()), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        Repository repository = new Repository(folder, user.shell().in(folder));
        repository.shell.run("git", "init").succeeds();
        repository.commit("first");
        return repository;
    }

    Path folder() {
        return folder;
    }

    Commands shell() {
        return shell;
    }

    void append(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    void commit(String message) {
        shell.run("git", "add", "--all").succeeds();
        shell.run("git", "commit", "--allow-empty", "-m", message).succeeds();
    }

    String head() {
        return shell.run("git", "rev-parse", "HEAD").succeeds().output().strip();
    }

    Commands.Result push() {
        return shell.run("git", "push", "heroku", "main");
    }

    /** The commit that the server's {@code main} points to; empty if it has none. */
    String remoteMain() {
        String line = shell.run("git", "ls-remote", "heroku", "refs/heads/main").succeeds().output().strip();
        return line.isEmpty() ? "" : line.substring(0, 40);
    }
}
