package dev.slipway.platform.e2e;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The npm package {@code heroku}, and the Node that runs it: the first that keeps what it has compiled, with which the CLI
 * needs two thirds of the time to start. Its starts are a third of what the tests take.
 */
public final class CliPackage {

    private static final String NODE = "node@22.23.3";

    private CliPackage() {}

    /**
     * Installs a version once a machine.
     *
     * @param version as on npm, {@code 11.10.0}
     * @return its {@code node_modules}
     */
    public static Path install(String version) throws IOException {
        return installPackage("heroku@" + version);
    }

    /** What a shell needs that is to find {@code heroku} of these {@code node_modules}: PATH among it. */
    public static Map<String, String> environment(Path modules) throws IOException {
        Path node = installPackage(NODE);
        return Map.of("PATH", modules.resolve(".bin") + ":" + node.resolve(".bin") + ":" + System.getenv("PATH"),
                "NODE_COMPILE_CACHE", node.resolveSibling("compiled").toString());
    }

    /** The folder appears whole or not at all. */
    private static synchronized Path installPackage(String name) throws IOException {
        Path caches = Files.createDirectories(Path.of(System.getProperty("user.home"), ".cache", "slipway"));
        Path cache = caches.resolve(name.replace('@', '-'));
        // Tests in other processes may want it at the same time.
        try (FileChannel file = FileChannel.open(caches.resolve("lock"), CREATE, WRITE); FileLock _ = file.lock()) {
            if (!Files.isDirectory(cache)) {
                Path draft = Files.createTempDirectory(caches, "npm");
                new Commands(draft, Map.of()).run("npm", "install", "--no-audit", "--no-fund", "--prefix", draft.toString(), name)
                        .succeeds();
                Files.move(draft, cache);
            }
        }
        return cache.resolve("node_modules");
    }
}
