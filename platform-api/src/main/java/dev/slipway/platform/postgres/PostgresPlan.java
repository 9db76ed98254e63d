package dev.slipway.platform.postgres;

import dev.slipway.platform.addon.Plan;
import dev.slipway.platform.addon.SettingsReader;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/**
 * What a plan of the catalogue gives.
 *
 * @param sharedBy    the class of plans whose databases are on one server; empty if each add-on has a server of its own
 * @param connections that all credentials of a database may have open together
 * @param rows        over all tables; empty for any number
 * @param size        of the database on disk
 * @param memory      of a server of its own; meaningless else
 * @param cpus        of a server of its own; meaningless else
 * @param queryLimit  how long one statement may run and one transaction may idle; empty for any time
 */
record PostgresPlan(Optional<String> sharedBy, int connections, Optional<Long> rows, DataSize size, DataSize memory,
                    double cpus, Optional<Duration> queryLimit) {

    /** Beyond this many times its plan's size a database is closed at once; below, it has {@link PostgresSettings#grace}. */
    static final int FLOOD = 2;

    /** @throws IllegalArgumentException listing all mistakes */
    static PostgresPlan of(Plan plan) {
        SettingsReader reader = new SettingsReader(plan.settings());
        boolean own = required(reader, "server", false, PostgresPlan::own);
        PostgresPlan read = new PostgresPlan(
                own ? Optional.empty() : Optional.of(required(reader, "class", "", PostgresPlan::sharing)),
                required(reader, "connections", 1, text -> (int) number(text, 2_000)),
                reader.value("rows", Optional.empty(), text -> Optional.of(number(text, Integer.MAX_VALUE))),
                required(reader, "size", DataSize.ofBytes(0), PostgresPlan::size),
                own ? required(reader, "memory", DataSize.ofBytes(0), PostgresPlan::size) : DataSize.ofBytes(0),
                own ? required(reader, "cpus", 1.0, PostgresPlan::cpus) : 0,
                reader.value("query_limit", Optional.empty(), text -> Optional.of(time(text))));
        reader.end();
        return read;
    }

    private static <T> T required(SettingsReader reader, String field, T otherwise, Function<String, T> parse) {
        if (reader.at(field) == null) {
            reader.mistake(field, "is missing");
        }
        return reader.value(field, otherwise, parse);
    }

    private static boolean own(String text) {
        if (!text.equals("own") && !text.equals("shared")) {
            throw new IllegalArgumentException("must be own or shared");
        }
        return text.equals("own");
    }

    /** Becomes a part of a container's name. */
    private static String sharing(String text) {
        if (!text.matches("[a-z]{1,20}")) {
            throw new IllegalArgumentException("must be 1 to 20 letters a to z");
        }
        return text;
    }

    private static long number(String text, int most) {
        if (!text.matches("[1-9][0-9]{0,9}") || Long.parseLong(text) > most) {
            throw new IllegalArgumentException("must be a number from 1 to " + most + ", not " + text);
        }
        return Long.parseLong(text);
    }

    private static DataSize size(String text) {
        DataSize size = DataSize.parse(text);
        if (size.toBytes() <= 0) {
            throw new IllegalArgumentException("must be a size such as 64MB or 1GB, not " + text);
        }
        return size;
    }

    private static double cpus(String text) {
        if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,3})?") || Double.parseDouble(text) <= 0) {
            throw new IllegalArgumentException("must be a number of CPUs, such as 0.5, not " + text);
        }
        return Double.parseDouble(text);
    }

    private static Duration time(String text) {
        Duration time = DurationStyle.detectAndParse(text);
        if (!time.isPositive()) {
            throw new IllegalArgumentException("must be a time such as 10m, not " + text);
        }
        return time;
    }

    boolean own() {
        return sharedBy.isEmpty();
    }

    /** With more bytes than these a database is closed. */
    long floodBytes() {
        return FLOOD * size.toBytes();
    }
}
