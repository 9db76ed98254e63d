package dev.slipway.platform.conformance;

import dev.slipway.platform.e2e.CliPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every command that a CLI has, by the manifests of the packages it is made of. */
final class CliCommands {

    private static final String MANIFEST = "oclif.manifest.json";
    private static final JsonMapper JSON = new JsonMapper();

    private CliCommands() {}

    static Set<String> of(CliVersion version) throws IOException {
        Path modules = CliPackage.install(version.npm());
        Set<String> commands = new TreeSet<>(in(modules.resolve("heroku")));
        for (String scope : List.of("@heroku-cli", "@oclif")) {
            try (Stream<Path> packages = Files.list(modules.resolve(scope))) {
                for (Path plugin : packages.filter(name -> name.getFileName().toString().startsWith("plugin-")).toList()) {
                    commands.addAll(in(plugin));
                }
            }
        }
        return commands;
    }

    private static Set<String> in(Path plugin) throws IOException {
        Path manifest = plugin.resolve(MANIFEST);
        if (Files.notExists(manifest)) {
            return Set.of();
        }
        JsonNode commands = JSON.readTree(Files.readString(manifest)).path("commands");
        return new TreeSet<>(commands.propertyNames());
    }
}
