package dev.slipway.platform.conformance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How much of one CLI works. A command passes when all its rows do.
 *
 * @param passed     commands that work
 * @param failed     commands that Slipway should have, and that do not
 * @param notOffered commands that Slipway has not, for a stated reason
 * @param unknown    commands of which the table says nothing
 */
record Score(CliVersion version, SortedSet<String> passed, SortedSet<String> failed, SortedSet<String> notOffered,
             SortedSet<String> unknown) {

    static Score of(CliVersion version, Checklist checklist, Marks marks) throws IOException {
        Score score = new Score(version, new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        for (String command : checklist.canonical(CliCommands.of(version))) {
            String mark = marks.of(command, version);
            if (!mark.equals(Marks.ABSENT)) {
                (mark.equals(Marks.PASSES) ? score.passed : score.failed).add(command);
            } else if (checklist.reasonAgainst(command).isPresent()) {
                score.notOffered.add(command);
            } else {
                score.unknown.add(command);
            }
        }
        return score;
    }

    int all() {
        return passed.size() + failed.size() + notOffered.size() + unknown.size();
    }

    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        lines.add("CLI " + version.npm() + ": " + passed.size() + " of " + (passed.size() + failed.size())
                + " offered commands pass; " + all() + " in its checklist, " + notOffered.size() + " not offered");
        if (!failed.isEmpty()) {
            lines.add("    fail: " + String.join(", ", failed));
        }
        if (!unknown.isEmpty()) {
            lines.add("    not in the table: " + String.join(", ", unknown));
        }
        return String.join("\n", lines);
    }
}
