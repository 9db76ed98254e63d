package dev.slipway.platform.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code pg_restore} said. It goes on after most errors; those that lose rows make a restore fail, the others, such as a
 * comment on an extension that only a superuser may write, are counted as warnings.
 */
final class RestoreReport {

    /** As many lines are remembered. */
    private static final int SHOWN = 50;
    /** Kinds of archive entries that are rows or that rows stand on. */
    private static final Set<String> ROWS = Set.of("TABLE", "TABLE DATA", "TABLE ATTACH", "SEQUENCE", "SEQUENCE SET", "TYPE",
            "DOMAIN", "BLOB", "BLOBS", "BLOB METADATA", "FOREIGN TABLE", "MATERIALIZED VIEW");
    private static final Pattern ENTRY = Pattern.compile("pg_restore: from TOC entry \\d+; \\d+ \\d+ (?<rest>.*)");
    /** What goes well. */
    private static final Pattern CHATTER = Pattern.compile("pg_restore: (?!error|warning|from TOC entry).*");
    private static final Pattern ERROR = Pattern.compile("pg_restore: error: (?<what>.*)");
    private static final Pattern IGNORED = Pattern.compile("pg_restore: warning: errors ignored on restore: (?<count>\\d{1,9})");

    private final List<String> lines = new ArrayList<>();
    /** Whether the entry that errors are about now is of {@link #ROWS}. */
    private boolean rows;
    private @Nullable String lostRows;
    private @Nullable String lastError;
    private int warnings;
    private boolean complete;

    /** @param line of its standard error output, in English */
    void line(String line) {
        if (lines.size() < SHOWN && !line.isBlank() && !CHATTER.matcher(line).matches()) {
            lines.add(line);
        }
        Matcher entry = ENTRY.matcher(line);
        Matcher error = ERROR.matcher(line);
        Matcher ignored = IGNORED.matcher(line);
        if (entry.matches()) {
            rows = ROWS.stream().anyMatch(kind -> entry.group("rest").startsWith(kind + " "));
        } else if (ignored.matches()) {
            warnings = Integer.parseInt(ignored.group("count"));
            complete = true;
        } else if (error.matches()) {
            lastError = error.group("what");
            if (lostRows == null && rows) {
                lostRows = lastError;
            }
        }
    }

    /** What is worth showing, in order. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    /** Errors that did no harm to rows. */
    int warnings() {
        return warnings;
    }

    /**
     * Why the restore failed, a sentence for people; empty if it did not.
     *
     * @param status that {@code pg_restore} ended with
     */
    Optional<String> failure(int status) {
        if (lostRows != null) {
            return Optional.of("Rows of the backup could not be restored: " + lostRows);
        }
        // Status 1 with this line at the end means that it came to the end, with errors.
        return status == 0 || status == 1 && complete ? Optional.empty()
                : Optional.of(explain(lastError == null ? "" : lastError));
    }

    private static String explain(String error) {
        if (error.contains("unsupported version")) {
            return "The dump was made by a newer pg_dump than this server has (" + error + "). Make it with the version of your "
                    + "database here: heroku pg:info shows it.";
        }
        if (error.contains("could not read from input file") || error.contains("unexpected end of file")
                || error.contains("could not read") || error.contains("corrupt") || error.contains("could not uncompress")
                || error.contains("not appear to be a valid archive") || error.contains("found unexpected")) {
            return "The dump is damaged or was cut off (" + error + "). Make or download it again.";
        }
        return error.isEmpty() ? "pg_restore did not come to its end." : "pg_restore ended early: " + error;
    }
}
