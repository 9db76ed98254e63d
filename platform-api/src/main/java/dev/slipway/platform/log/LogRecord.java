package dev.slipway.platform.log;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * One line of an app's log.
 *
 * @param sequence rises by one a line; id of the line in a session's stream
 * @param source   {@code app} for what the app or its users did, {@code heroku} for what the platform did
 * @param process  {@code web.1}, {@code router} or {@code api}
 * @param text     without line breaks
 */
public record LogRecord(long sequence, Instant at, String source, String process, String text) {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'+00:00'").withZone(ZoneOffset.UTC);

    /** With microseconds and a numeric offset, as in all of Heroku's logs. */
    public static String time(Instant at) {
        return TIME.format(at);
    }

    /** The line as Heroku's clients expect and colour it. */
    public String format() {
        return time(at) + " " + source + "[" + process + "]: " + text;
    }

    /** Undoes {@code sequence + " " + format()}; empty for anything else, such as a line that a crash cut short. */
    static Optional<LogRecord> parse(String stored) {
        int time = stored.indexOf(' ') + 1;
        int source = stored.indexOf(' ', time) + 1;
        int process = stored.indexOf('[', source) + 1;
        int text = stored.indexOf("]: ", process) + 3;
        if (time == 0 || source == 0 || process == 0 || text == 2) {
            return Optional.empty();
        }
        try {
            return Optional.of(new LogRecord(Long.parseLong(stored.substring(0, time - 1)),
                    Instant.from(TIME.parse(stored.substring(time, source - 1))), stored.substring(source, process - 1),
                    stored.substring(process, text - 3), stored.substring(text)));
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
