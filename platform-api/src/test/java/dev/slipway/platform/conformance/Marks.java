package dev.slipway.platform.conformance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@link CompatibilityDocument} says of each command with each CLI. */
final class Marks {

    static final String PASSES = "✓";
    static final String FAILS = "✗";
    /** The CLI has no such command. */
    static final String ABSENT = "–";

    /** A line of the document: the command, and its marks in the order of {@link CliVersion}. */
    private static final Pattern LINE = Pattern.compile("\\| [^|]* \\| `([^`]*)`[^|]*\\| ([✓✗–](?: \\| [✓✗–])*) \\|");

    private final Map<String, List<String>> marks = new HashMap<>();

    private Marks() {}

    /** Those that the document has. */
    static Marks in(String document) {
        Marks written = new Marks();
        document.lines().map(LINE::matcher).filter(Matcher::matches)
                .forEach(line -> written.marks.put(line.group(1), List.of(line.group(2).split(" \\| "))));
        return written;
    }

    /** These, but for the commands that a run tried. One that passes must do so with all its rows; the first that fails is enough. */
    Marks updatedBy(Checklist checklist, List<Outcome> outcomes) {
        Marks updated = new Marks();
        for (String command : checklist.commands()) {
            List<String> its = new ArrayList<>();
            for (CliVersion version : CliVersion.values()) {
                List<Outcome> tried = outcomes.stream()
                        .filter(outcome -> outcome.version() == version && outcome.row().name().equals(command)).toList();
                int rows = checklist.rowsOf(command, version).size();
                its.add(rows == 0 ? ABSENT : !tried.stream().allMatch(Outcome::passed) ? FAILS
                        : tried.size() == rows ? PASSES : of(command, version));
            }
            updated.marks.put(command, its);
        }
        return updated;
    }

    /** {@link #ABSENT} where nothing is said. */
    String of(String command, CliVersion version) {
        List<String> its = marks.getOrDefault(command, List.of());
        return version.ordinal() < its.size() ? its.get(version.ordinal()) : ABSENT;
    }

    /** Where these are not as others; empty if nowhere. */
    List<String> differencesFrom(Marks others, Checklist checklist) {
        List<String> found = new ArrayList<>();
        for (String command : checklist.commands()) {
            for (CliVersion version : CliVersion.values()) {
                String mark = of(command, version);
                String other = others.of(command, version);
                if (!mark.equals(other)) {
                    found.add(command + " with CLI " + version.npm() + " is " + mark + " instead of " + other);
                }
            }
        }
        return found;
    }

    /** As they should be: all commands pass but those with a reason in the list of known failures. */
    static Marks expectedBy(Checklist checklist) {
        Marks expected = new Marks();
        for (String command : checklist.commands()) {
            List<String> its = new ArrayList<>();
            for (CliVersion version : CliVersion.values()) {
                List<Row> rows = checklist.rowsOf(command, version);
                its.add(rows.isEmpty() ? ABSENT
                        : rows.stream().anyMatch(row -> checklist.reasonForFailing(row, version).isPresent()) ? FAILS : PASSES);
            }
            expected.marks.put(command, its);
        }
        return expected;
    }
}
