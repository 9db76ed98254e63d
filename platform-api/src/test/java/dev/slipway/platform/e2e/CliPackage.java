package dev.slipway.platform.e2e;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The npm package {@code heroku}. */
public final class CliPackage {

    private CliPackage() {}

    /**
     * Installs a version once a machine; the folder appears whole or not at all.
     *
     * @param version as on npm, {@code 11.10.0}
     * @return its {@code node_modules}
     */
    public static synchronized Path install(String version) throws IOException {
        Path caches = Files.createDirectories(Path.of(System.getProperty("user.home"), ".cache", "slipway"));
        Path cache = caches.resolve("heroku-" + version);
        // Tests in other processes may want it at the same time.
        try (FileChannel file = FileChannel.open(caches.resolve("lock"), CREATE, WRITE); FileLock _ = file.lock()) {
            if (!Files.isDirectory(cache)) {
                Path draft = Files.createTempDirectory(caches, "heroku");
                new Commands(draft, Map.of()).run("npm", "install", "--no-audit", "--no-fund", "--prefix", draft.toString(),
                        "heroku@" + version).succeeds();
                Files.move(draft, cache);
            }
        }
        return cache.resolve("node_modules");
    }
}
