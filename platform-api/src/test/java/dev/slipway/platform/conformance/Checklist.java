package dev.slipway.platform.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The table of commands, as the files in {@code src/test/resources/conformance} have it. */
final class Checklist {

    private static final Path FOLDER = Path.of("src/test/resources/conformance");
    static final YAMLMapper YAML = YAMLMapper.builder().enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();

    private final SequencedMap<String, List<Row>> topics = new LinkedHashMap<>();
    private final List<NotOffered> notOffered;
    private final List<KnownFailure> failures;
    private final List<KnownDeviation> deviations;
    private final List<KnownEscape> escapes;
    private final SequencedMap<String, Feature> features;
    private final Map<String, String> aliases;

    /**
     * Commands that Slipway has not.
     *
     * @param commands exact names, or a prefix that ends with {@code *}
     */
    record NotOffered(String topic, List<String> commands, String reason) {

        boolean covers(String command) {
            return commands.stream().anyMatch(pattern -> pattern.endsWith("*")
                    ? command.startsWith(pattern.substring(0, pattern.length() - 1)) : command.equals(pattern));
        }
    }

    /**
     * Rows that fail with some CLIs, for a reason that they share.
     *
     * @param rows their ids
     * @param cli  majors that they fail with; all that have them, if none is named
     */
    record KnownFailure(List<String> rows, List<Integer> cli, String reason) {

        KnownFailure {
            cli = cli == null ? List.of() : cli;
        }

        boolean covers(Row row, CliVersion version) {
            return rows.contains(row.id()) && row.runsWith(version) && (cli.isEmpty() || cli.contains(version.major()));
        }
    }

    /** Deviations from the published schema that are meant, and why: each problem at each place of each object. */
    record KnownDeviation(List<String> objects, List<String> at, List<String> problems, String reason) {

        KnownDeviation {
            at = at == null ? List.of("") : at;
        }

        List<Deviation> deviations() {
            return objects.stream().flatMap(object -> at.stream().flatMap(place -> problems.stream()
                    .map(problem -> new Deviation(object, place, problem)))).toList();
        }
    }

    /**
     * A host beyond this machine that a CLI reaches for in spite of all settings.
     *
     * @param cli majors that do
     */
    record KnownEscape(String host, List<Integer> cli, String reason) {

        boolean covers(String stranger, CliVersion version) {
            return stranger.equals(host) && cli.contains(version.major());
        }
    }

    /**
     * A feature of the tutorials.
     *
     * @param tests where else than in the table it is tried; empty if the table is all
     */
    record Feature(String what, List<String> tests) {

        Feature {
            tests = tests == null ? List.of() : tests;
        }
    }

    /** @throws IllegalArgumentException if the files contradict each other, or a row proves nothing */
    private Checklist() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER.resolve("commands"))) {
            for (Path file : files.sorted().toList()) {
                topics.put(file.getFileName().toString().replaceAll("^\\d+-|\\.yml$", ""),
                        YAML.readValue(file, new TypeReference<List<Row>>() {}));
            }
        }
        notOffered = YAML.readValue(FOLDER.resolve("not-offered.yml"), new TypeReference<>() {});
        failures = YAML.readValue(FOLDER.resolve("failures.yml"), new TypeReference<>() {});
        deviations = YAML.readValue(FOLDER.resolve("deviations.yml"), new TypeReference<>() {});
        escapes = YAML.readValue(FOLDER.resolve("escapes.yml"), new TypeReference<>() {});
        features = YAML.readValue(FOLDER.resolve("tutorials.yml"), new TypeReference<LinkedHashMap<String, Feature>>() {});
        aliases = YAML.readValue(FOLDER.resolve("aliases.yml"), new TypeReference<>() {});
        check();
    }

    static Checklist read() {
        try {
            return new Checklist();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void check() {
        Set<String> ids = new HashSet<>();
        for (Row row : rows()) {
            if (!row.id().matches("[a-z][a-z0-9-]{1,29}") || !ids.add(row.id())) {
                throw new IllegalArgumentException("a row's id is unique, short and of a-z, 0-9 and -: " + row.id());
            }
            if (!features.keySet().containsAll(row.tutorial())) {
                throw new IllegalArgumentException(row.id() + " names a feature that tutorials.yml has not: " + row.tutorial());
            }
            for (CliVersion version : CliVersion.values()) {
                check(row.as(version), version);
            }
        }
        failures.stream().flatMap(failure -> failure.rows().stream()).filter(id -> !ids.contains(id)).findFirst().ifPresent(id -> {
            throw new IllegalArgumentException("failures.yml names a row that there is not: " + id);
        });
    }

    private void check(Row row, CliVersion version) {
        if (!row.weakness().isEmpty()) {
            throw new IllegalArgumentException(row.id() + " with CLI " + version.npm() + ": " + row.weakness());
        }
        if (failures.stream().filter(failure -> failure.covers(row, version)).count() > 1) {
            throw new IllegalArgumentException("failures.yml has more than one reason for " + row.id() + " with CLI " + version.npm());
        }
    }

    /** Rows by topic, in the order of the files. */
    SequencedMap<String, List<Row>> topics() {
        return topics;
    }

    List<Row> rows() {
        return topics.values().stream().flatMap(List::stream).toList();
    }

    /** Their names, each once. */
    List<String> commands() {
        return rows().stream().map(Row::name).distinct().toList();
    }

    /** The rows that count for a command with a CLI; empty if that has no such command. */
    List<Row> rowsOf(String command, CliVersion version) {
        return rows().stream().filter(row -> row.name().equals(command) && row.runsWith(version)).toList();
    }

    List<NotOffered> notOffered() {
        return notOffered;
    }

    List<KnownFailure> failures() {
        return failures;
    }

    /** Why a row is known to fail with a CLI; empty if it should pass. */
    Optional<KnownFailure> reasonForFailing(Row row, CliVersion version) {
        return failures.stream().filter(failure -> failure.covers(row, version)).findFirst();
    }

    List<KnownDeviation> deviations() {
        return deviations;
    }

    List<KnownEscape> escapes() {
        return escapes;
    }

    SequencedMap<String, Feature> features() {
        return features;
    }

    /** The commands of a CLI as the table calls them: aliases are the command they stand for. */
    SortedSet<String> canonical(Set<String> commands) {
        return commands.stream().map(command -> aliases.getOrDefault(command, command))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Why Slipway has not got a command; empty if it has. */
    Optional<NotOffered> reasonAgainst(String command) {
        return offers(command) ? Optional.empty() : notOffered.stream().filter(reason -> reason.covers(command)).findFirst();
    }

    boolean offers(String command) {
        return rows().stream().anyMatch(row -> row.name().equals(command));
    }
}
