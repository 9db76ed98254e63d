package dev.slipway.platform.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code docs/heroku-compatibility.md}: what a run of the suite saw, for readers. */
final class CompatibilityDocument {

    static final Path FILE = Path.of("../docs/heroku-compatibility.md");
    private static final String UPDATE = "mvn verify -pl platform-api -am -Dtest=NoSuch -Dsurefire.failIfNoSpecifiedTests=false "
            + "-Dit.test=HerokuCliConformanceIT -Dfailsafe.failIfNoSpecifiedTests=false -Dconformance=whole";

    private final Checklist checklist;
    private final List<Score> scores = new ArrayList<>();
    private final Marks marks;
    private final SortedSet<String> endpoints;
    private final StringBuilder text = new StringBuilder();

    /** @param endpoints that the CLIs use and Heroku's schema does not have, see {@link #endpoint} */
    CompatibilityDocument(Checklist checklist, Marks marks, SortedSet<String> endpoints) throws IOException {
        this.checklist = checklist;
        this.marks = marks;
        this.endpoints = endpoints;
        for (CliVersion version : CliVersion.values()) {
            scores.add(Score.of(version, checklist, marks));
        }
        introduction();
        totals();
        topics();
        knownFailures();
        notOffered();
        tutorials();
        deviations();
        beyondTheSchema();
        escapes();
    }

    void write() throws IOException {
        Files.writeString(FILE, text.toString());
    }

    void compare() throws IOException {
        assertThat(text.toString()).as("docs/heroku-compatibility.md is not what this run saw; to update it: " + UPDATE
                + " -Dconformance.write=true").isEqualTo(written());
    }

    /** As it is now; empty if there is none. */
    static String written() throws IOException {
        return Files.exists(FILE) ? Files.readString(FILE) : "";
    }

    /** The endpoints that a document lists. */
    static SortedSet<String> endpoints(String document) {
        return document.lines().filter(line -> line.matches("- `[A-Z]+ /.*`")).map(line -> line.substring(3, line.length() - 1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** An endpoint as the document has it: names and ids of one run are not those of the next. */
    static String endpoint(Exchange exchange) {
        return exchange.method() + " " + exchange.path().replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "{id}")
                .replaceAll("/v(8|10|11)-[a-z0-9-]+", "/{name}").replaceAll("/(addons|databases)/[a-z][^/]*", "/$1/{name}")
                .replaceAll("[A-Za-z0-9_.-]{40,}", "{secret}");
    }

    List<Score> scores() {
        return scores;
    }

    private void introduction() {
        line("# Heroku's CLI on Slipway");
        line("");
        line("What the unmodified Heroku CLI does against Slipway, as the conformance suite saw it: each command typed into each of");
        line("three CLIs from npm, with its output, its effect, every answer of the API, and every connection checked. A command passes");
        line("when all of its rows in `platform-api/src/test/resources/conformance` do. This page is written by the suite:");
        line("");
        line("```");
        line(UPDATE + " -Dconformance.write=true");
        line("```");
        line("");
        line("Without `-Dconformance.write=true` the suite fails where this page is not what it sees. Without `-Dconformance=whole` it");
        line("tries what the tutorials show with the newest CLI, and a few commands with the older ones, which takes minutes;");
        line("`-Dconformance.cli=11` and `-Dconformance.only=REGEX`, of the ids of rows, try a part, whose results");
        line("`-Dconformance.write=true` puts into this page.");
        line("");
    }

    private void totals() {
        line("## Score");
        line("");
        line("| CLI | passed | offered | not offered | all its commands |");
        line("|---|---|---|---|---|");
        for (Score score : scores) {
            line("| " + score.version().npm() + " | " + score.passed().size() + " | " + (score.passed().size() + score.failed().size())
                    + " | " + score.notOffered().size() + " | " + score.all() + " |");
        }
        line("");
    }

    private void topics() {
        line("## Commands");
        line("");
        line("★ is in the set that every tutorial needs; ✓ passes, ✗ fails, – is not in that CLI.");
        line("");
        line("| topic | command | " + scores.stream().map(score -> score.version().npm()).collect(Collectors.joining(" | ")) + " |");
        line("|---|---|" + "---|".repeat(scores.size()));
        checklist.topics().forEach((topic, rows) -> {
            SequencedSet<String> names = rows.stream().map(Row::name).collect(Collectors.toCollection(LinkedHashSet::new));
            for (String name : names) {
                boolean core = checklist.rows().stream().anyMatch(row -> row.name().equals(name) && row.core());
                line("| " + topic + " | `" + name + "`" + (core ? " ★" : "") + " | "
                        + scores.stream().map(score -> marks.of(name, score.version())).collect(Collectors.joining(" | ")) + " |");
            }
        });
        line("");
    }

    private void knownFailures() {
        line("## Known failures");
        line("");
        line("| commands | CLI | why |");
        line("|---|---|---|");
        checklist.failures().forEach(known -> failures(covered(known), known.reason()));
        Map<CliVersion, List<String>> unexplained = new EnumMap<>(CliVersion.class);
        for (Score score : scores) {
            unexplained.put(score.version(), score.failed().stream().filter(command -> checklist.rowsOf(command, score.version()).stream()
                    .noneMatch(row -> checklist.reasonForFailing(row, score.version()).isPresent())).toList());
        }
        unexplained.values().removeIf(List::isEmpty);
        failures(unexplained, "Not known; the suite fails.");
        line("");
    }

    private Map<CliVersion, List<String>> covered(Checklist.KnownFailure known) {
        Map<CliVersion, List<String>> commands = new EnumMap<>(CliVersion.class);
        for (CliVersion version : CliVersion.values()) {
            List<String> its = checklist.rows().stream().filter(row -> known.covers(row, version)).map(Row::name).distinct().toList();
            if (!its.isEmpty()) {
                commands.put(version, its);
            }
        }
        return commands;
    }

    private void failures(Map<CliVersion, List<String>> commands, String reason) {
        if (!commands.isEmpty()) {
            line("| " + commands.values().stream().flatMap(List::stream).distinct().map(command -> "`" + command + "`")
                    .collect(Collectors.joining(", ")) + " | " + npm(commands.keySet()) + " | " + reason + " |");
        }
    }

    private static String npm(Collection<CliVersion> versions) {
        return versions.stream().map(CliVersion::npm).collect(Collectors.joining(", "));
    }

    private void notOffered() {
        line("## Not offered");
        line("");
        line("| topic | commands of CLI " + scores.getFirst().version().npm() + ", or of the older ones | why |");
        line("|---|---|---|");
        SortedSet<String> all = new TreeSet<>();
        scores.forEach(score -> all.addAll(score.notOffered()));
        for (Checklist.NotOffered reason : checklist.notOffered()) {
            List<String> commands = all.stream().filter(command -> checklist.reasonAgainst(command).orElseThrow() == reason).toList();
            String shown = commands.size() > 12 ? String.join(", ", reason.commands()) + " (" + commands.size() + " commands)"
                    : String.join(", ", commands);
            line("| " + reason.topic() + " | " + shown + " | " + reason.reason() + " |");
        }
        line("");
    }

    private void tutorials() {
        line("## What the tutorials show");
        line("");
        line("| | feature | shown by |");
        line("|---|---|---|");
        for (Map.Entry<String, Checklist.Feature> feature : checklist.features().entrySet()) {
            List<Row> rows = checklist.rows().stream().filter(row -> row.tutorial().contains(feature.getKey())).toList();
            String shown = rows.stream().map(row -> "`" + row.id() + "`" + failing(row))
                    .collect(Collectors.joining(", "));
            String tests = feature.getValue().tests().stream().collect(Collectors.joining(", "));
            line("| " + feature.getKey() + " | " + feature.getValue().what() + " | "
                    + (shown.isEmpty() && tests.isEmpty() ? "nothing yet" : shown + (shown.isEmpty() || tests.isEmpty() ? "" : "; ") + tests)
                    + " |");
        }
        line("");
    }

    private String failing(Row row) {
        List<CliVersion> versions = Stream.of(CliVersion.values())
                .filter(version -> checklist.reasonForFailing(row, version).isPresent()).toList();
        return versions.isEmpty() ? "" : " (fails with " + npm(versions) + ")";
    }

    private void deviations() {
        line("## Answers that are not as Heroku's schema says");
        line("");
        line("Every answer to a CLI is validated against the schema that Heroku publishes for its Platform API: types, formats,");
        line("enumerations, and the presence of fields.");
        line("");
        line("| object | field | deviation | why |");
        line("|---|---|---|---|");
        checklist.deviations().forEach(known -> line("| " + String.join(", ", known.objects()) + " | "
                + known.at().stream().filter(at -> !at.isEmpty()).map(at -> "`" + at + "`").collect(Collectors.joining(", "))
                + " | " + String.join(", ", known.problems()) + " | " + known.reason() + " |"));
        line("");
    }

    private void beyondTheSchema() {
        line("## Endpoints that the CLI uses and the schema does not have");
        line("");
        line("Their answers are checked by what the commands print.");
        line("");
        endpoints.forEach(endpoint -> line("- `" + endpoint + "`"));
    }

    private void escapes() {
        line("");
        line("## What the CLI asks of others all the same");
        line("");
        line("With the environment of `./slipway env` no command connects to any host but this server, except:");
        line("");
        line("| host | CLI | why |");
        line("|---|---|---|");
        checklist.escapes().forEach(escape -> line("| " + escape.host() + " | "
                + escape.cli().stream().map(major -> CliVersion.valueOf("V" + major).npm()).collect(Collectors.joining(", "))
                + " | " + escape.reason() + " |"));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
