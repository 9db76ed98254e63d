package dev.slipway.platform.user;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/** Users as a table, for spreadsheets and shell scripts: the columns of {@link #COLUMNS}, the first line naming them. */
enum UserTable {

    CSV("text/csv", CSVFormat.DEFAULT),
    /** For scripts: no value holds a tab or an end of line, and so none is quoted. */
    TSV("text/tab-separated-values", CSVFormat.DEFAULT.builder().setDelimiter('\t').setQuote(null).setRecordSeparator('\n').get());

    private static final String[] COLUMNS = {"email", "name", "state", "admin", "created", "link", "link_expires", "last_login"};

    private final MediaType type;
    private final CSVFormat format;

    UserTable(String type, CSVFormat format) {
        this.type = new MediaType(MediaType.parseMediaType(type), StandardCharsets.UTF_8);
        this.format = format;
    }

    /** The table that an {@code Accept} header names; null if it names none, for JSON. */
    static @Nullable UserTable accepted(@Nullable String accept) {
        for (UserTable table : values()) {
            if (accept != null && accept.startsWith(table.type.getType() + "/" + table.type.getSubtype())) {
                return table;
            }
        }
        return null;
    }

    MediaType type() {
        return type;
    }

    String of(List<UserView> users) {
        StringBuilder text = new StringBuilder();
        try (CSVPrinter rows = new CSVPrinter(text, format)) {
            rows.printRecord((Object[]) COLUMNS);
            for (UserView user : users) {
                rows.printRecord(user.email(), user.name(), user.state(), user.admin(), user.created(),
                        user.invitation() == null ? null : user.invitation().url(),
                        time(user.invitation() == null ? null : user.invitation().expiresAt()), time(user.lastLogin()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A string cannot be written to", e);
        }
        return text.toString();
    }

    private static @Nullable Instant time(@Nullable Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.SECONDS);
    }
}
