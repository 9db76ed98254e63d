package dev.slipway.platform.e2e;

import java.io.IOException;
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
    public static Path install(String version) throws IOException {
        Path cache = Path.of(System.getProperty("user.home"), ".cache", "slipway", "heroku-" + version);
        if (!Files.isDirectory(cache)) {
            Files.createDirectories(cache.getParent());
            Path draft = Files.createTempDirectory(cache.getParent(), "heroku");
            new Commands(draft, Map.of()).run("npm", "install", "--no-audit", "--no-fund", "--prefix", draft.toString(),
                    "heroku@" + version).succeeds();
            Files.move(draft, cache);
        }
        return cache.resolve("node_modules");
    }
}
