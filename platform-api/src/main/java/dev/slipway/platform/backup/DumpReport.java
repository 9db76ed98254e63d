package dev.slipway.platform.backup;

import java.util.ArrayList;
import java.util.List;

/** What {@code pg_dump} said. */
final class DumpReport {

    private static final int SHOWN = 50;
    private static final String ERROR = "pg_dump: error: ";

    private final List<String> lines = new ArrayList<>();
    private String error = "";

    /** @param line of its standard error output, in English */
    void line(String line) {
        if (lines.size() < SHOWN && !line.isBlank()) {
            lines.add(line);
        }
        if (line.startsWith(ERROR)) {
            error = line.substring(ERROR.length());
        }
    }

    /** What is worth showing, in order. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    /** Why it failed, a sentence for people. */
    String failure() {
        if (error.contains("too many connections") || error.contains("remaining connection slots")) {
            return "All connections of the database are in use, and a backup needs one. Make your app use fewer: heroku pg:ps "
                    + "shows them.";
        }
        if (error.contains("lock timeout")) {
            return "A table is locked by another session for too long. See which: heroku pg:locks";
        }
        return error.isEmpty() ? "pg_dump did not come to its end. Try again; if that fails, too, tell your administrator."
                : "pg_dump ended early: " + error;
    }
}
