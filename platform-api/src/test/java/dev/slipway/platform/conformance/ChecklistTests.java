package dev.slipway.platform.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChecklistTests {

    private static final List<Path> MODULES = Stream.of("platform-api", "git-receiver", "builder", "runtime", "router")
            .map(Path.of("..")::resolve).toList();

    @ParameterizedTest
    @ValueSource(strings = {"", "prints: ''", "prints: [done, '']", "exit: 1", "prints: ''\nthen: {GET /apps: {status: 200}}"})
    void aRowThatPassesWhateverTheCommandDoesIsRefused(String fields) {
        assertThat(row(fields).weakness()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"prints: done", "stdout: ''", "until: done", "opens: http://localhost", "then: {GET /apps: {status: 200}}"})
    void aRowThatLooksAtTheEffectIsTaken(String fields) {
        assertThat(row(fields).weakness()).isEmpty();
    }

    @Test
    void whatIsThereBeforeACommandCanBeWaitedFor() {
        assertThat(row("given: ['POST /apps {}', {GET /apps: {status: 200}}]").given()).containsExactly(
                Step.once("POST /apps {}"), Step.awaited(Map.of("GET /apps", Map.of("status", 200))));
    }

    @Test
    void theTestsThatAreSaidToShowAFeatureAreThere() throws IOException {
        // A sentence is none.
        List<String> tests = Checklist.read().features().values().stream().flatMap(feature -> feature.tests().stream())
                .filter(test -> !test.contains(" ")).toList();

        assertThat(tests).isNotEmpty();
        for (String test : tests) {
            assertThat(source(test.split("\\.")[0])).as(test).contains(test.substring(test.indexOf('.') + 1));
        }
    }

    /** @param fields of a row; those that every row has are added */
    private static Row row(String fields) {
        return Checklist.YAML.readValue("id: some-row\ncommand: apps\n" + fields, Row.class);
    }

    /** The source of a test class of any module. */
    private static String source(String name) throws IOException {
        for (Path module : MODULES) {
            try (Stream<Path> files = Files.walk(module.resolve("src/test/java"))) {
                Optional<Path> source = files.filter(file -> file.endsWith(name + ".java")).findFirst();
                if (source.isPresent()) {
                    return Files.readString(source.get());
                }
            }
        }
        throw new AssertionError("there is no " + name);
    }
}
