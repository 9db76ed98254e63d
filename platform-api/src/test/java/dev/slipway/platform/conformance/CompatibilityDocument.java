package dev.slipway.platform.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code docs/heroku-compatibility.md}: what a run of the suite saw, for readers. */
final class CompatibilityDocument {

    private static final Path FILE = Path.of("../docs/heroku-compatibility.md");
    private static final String UPDATE = "mvn verify -pl platform-api -am -Dtest=NoSuch -Dsurefire.failIfNoSpecifiedTests=false "
            + "-Dit.test=HerokuCliConformanceIT -Dfailsafe.failIfNoSpecifiedTests=false -Dconformance=whole";

    private final Checklist checklist;
    private final List<Score> scores;
    private final List<Outcome> outcomes;
    private final PlatformSchema schema;
    private final StringBuilder text = new StringBuilder();

    CompatibilityDocument(Checklist checklist, List<Score> scores, List<Outcome> outcomes, PlatformSchema schema) {
        this.checklist = checklist;
        this.scores = scores;
        this.outcomes = outcomes;
        this.schema = schema;
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

    void compare() {
        assertThat(text.toString()).as("docs/heroku-compatibility.md is not what this run saw; to update it: " + UPDATE
                + " -Dconformance.write=true").isEqualTo(read());
    }

    /** Where the written document says something else than came of a row; empty if nowhere. */
    static String contradiction(Outcome outcome) {
        String name = outcome.row().name();
        Optional<String> written = read().lines().filter(line -> line.matches("\\| [^|]* \\| `" + Pattern.quote(name) + "`.*")).findFirst();
        if (written.isEmpty()) {
            return name + " is not in the document";
        }
        String mark = written.get().split(" *\\| *")[3 + outcome.version().ordinal()];
        // A command passes with all its rows, so that one that passes does not tell of the others.
        return mark.equals("✗") || mark.equals("✓") && outcome.passed() ? "" : outcome.row().id() + " with CLI " + outcome.version().npm()
                + (outcome.passed() ? " passes" : " fails") + ", the document has " + mark + " for " + name;
    }

    private static String read() {
        try {
            return Files.exists(FILE) ? Files.readString(FILE) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        line("`-Dconformance.cli=11` and `-Dconformance.only=REGEX`, of the ids of rows, try a part.");
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
                        + scores.stream().map(score -> mark(score, name)).collect(Collectors.joining(" | ")) + " |");
            }
        });
        line("");
    }

    private String mark(Score score, String name) {
        List<Outcome> its = outcomes.stream()
                .filter(outcome -> outcome.version() == score.version() && outcome.row().name().equals(name)).toList();
        return its.isEmpty() ? "–" : its.stream().allMatch(Outcome::passed) ? "✓" : "✗";
    }

    private void knownFailures() {
        List<Outcome> pending = outcomes.stream().filter(outcome -> outcome.row().pending() != null).toList();
        if (pending.isEmpty()) {
            return;
        }
        line("## Known failures");
        line("");
        line("| command | CLI | why |");
        line("|---|---|---|");
        SequencedMap<String, String> clis = new LinkedHashMap<>();
        pending.forEach(outcome -> clis.merge(outcome.row().id(), outcome.version().npm(), (some, one) -> some + ", " + one));
        clis.forEach((id, versions) -> {
            Row row = pending.stream().map(Outcome::row).filter(one -> one.id().equals(id)).findFirst().orElseThrow();
            line("| `heroku " + row.command().replace("|", "\\|") + "` | " + versions + " | " + row.pending() + " |");
        });
        line("");
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
            String shown = rows.stream().map(row -> "`" + row.id() + "`" + (fails(row) ? " (fails)" : ""))
                    .collect(Collectors.joining(", "));
            String tests = feature.getValue().tests().stream().collect(Collectors.joining(", "));
            line("| " + feature.getKey() + " | " + feature.getValue().what() + " | "
                    + (shown.isEmpty() && tests.isEmpty() ? "nothing yet" : shown + (shown.isEmpty() || tests.isEmpty() ? "" : "; ") + tests)
                    + " |");
        }
        line("");
    }

    private boolean fails(Row row) {
        return outcomes.stream().anyMatch(outcome -> outcome.row().id().equals(row.id()) && !outcome.passed());
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
        SortedSet<String> endpoints = outcomes.stream().flatMap(outcome -> outcome.exchanges().stream())
                .filter(exchange -> exchange.status() < 400 && schema.endpoint(exchange).isEmpty())
                .map(exchange -> exchange.method() + " " + template(exchange.path())).collect(Collectors.toCollection(TreeSet::new));
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

    /** Names and ids of one run are not those of the next. */
    private static String template(String path) {
        return path.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "{id}").replaceAll("/v(8|10|11)-[a-z0-9-]+", "/{name}")
                .replaceAll("[A-Za-z0-9_.-]{40,}", "{secret}");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
