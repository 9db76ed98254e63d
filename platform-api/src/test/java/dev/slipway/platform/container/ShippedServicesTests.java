package dev.slipway.platform.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The catalogue's containers and the images that the stack has for them agree, also where no test builds the image. */
class ShippedServicesTests {

    private static final Path CATALOGUE = Path.of("../addons");
    private static final Path STACK = Path.of("../stack");
    private static final YAMLMapper YAML = new YAMLMapper();

    /** The files whose driver is {@code container}. */
    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(CATALOGUE)) {
            return files.filter(file -> YAML.readTree(file).path("driver").asString().equals("container")).sorted().toList();
        }
    }

    @Test
    void thereAreSome() throws IOException {
        assertThat(files()).extracting(file -> file.getFileName().toString()).containsExactly("cleardb.yml", "cloudamqp.yml",
                "jawsdb.yml", "memcachedcloud.yml", "memcachier.yml", "searchbox.yml");
    }

    @ParameterizedTest
    @MethodSource("files")
    void whatAServiceSaysOfItsImageIsTrue(Path file) throws IOException {
        for (ContainerSettings plan : plans(YAML.readTree(file))) {
            assertThat(plan.image()).matches("slipway/addon-[a-z]+:trixie");
            Path image = STACK.resolve(plan.image().replaceAll("slipway/(.*):trixie", "$1"));
            String dockerfile = Files.readString(image.resolve("Dockerfile"));

            assertThat(plan.ports()).allSatisfy(port -> assertThat(dockerfile).containsPattern("(?m)^EXPOSE .*\\b" + port + "\\b"));
            assertThat(plan.environment()).as("all that the image wants to be told")
                    .containsOnlyKeys(variables(image.resolve("entrypoint")));
            plan.volume().ifPresent(volume -> assertThat(dockerfile).as("an empty volume takes its owner from the image")
                    .containsPattern("install -d .*" + volume));
            plan.health().stream().findFirst().ifPresent(command -> assertThat(image.resolve(command.text())).isExecutable());
            assertThat(dockerfile).as("it does not run as root").containsPattern("(?m)^USER [1-9]");
        }
    }

    /** Those in the comment at the beginning of a script. */
    private static List<String> variables(Path entrypoint) throws IOException {
        return Files.readAllLines(entrypoint).stream().takeWhile(line -> line.startsWith("#"))
                .flatMap(line -> Pattern.compile("[A-Z]+_[A-Z]+").matcher(line).results()).map(MatchResult::group).toList();
    }

    private static List<ContainerSettings> plans(JsonNode file) {
        return file.path("plans").valueStream().map(plan -> {
            ObjectNode settings = (ObjectNode) file.path("settings").deepCopy();
            settings.setAll((ObjectNode) plan.path("settings"));
            return ContainerSettings.read(settings);
        }).toList();
    }
}
