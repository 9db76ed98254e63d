package dev.slipway.platform.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/** An answer as a table, for spreadsheets and shell scripts; its first line names the columns. */
public enum TextTable {

    CSV("text/csv", CSVFormat.DEFAULT),
    /** For scripts: no value holds a tab or an end of line, and so none is quoted. */
    TSV("text/tab-separated-values", CSVFormat.DEFAULT.builder().setDelimiter('\t').setQuote(null).setRecordSeparator('\n').get());

    private static final String FORMULA_SIGNS = "=+-@\t\r\n";

    private final MediaType type;
    private final CSVFormat format;

    TextTable(String type, CSVFormat format) {
        this.type = new MediaType(MediaType.parseMediaType(type), StandardCharsets.UTF_8);
        this.format = format;
    }

    /** The table that an {@code Accept} header names; null if it names none, for JSON. */
    public static @Nullable TextTable accepted(@Nullable String accept) {
        for (TextTable table : values()) {
            if (accept != null && accept.startsWith(table.type.getType() + "/" + table.type.getSubtype())) {
                return table;
            }
        }
        return null;
    }

    public MediaType type() {
        return type;
    }

    /** @param rows with a value for each column; null stands as nothing */
    public String of(List<String> columns, List<@Nullable Object[]> rows) {
        StringBuilder text = new StringBuilder();
        try (CSVPrinter printer = new CSVPrinter(text, format)) {
            printer.printRecord(columns);
            for (@Nullable Object[] row : rows) {
                printer.printRecord(this == CSV ? Arrays.stream(row).map(TextTable::harmless).toArray() : row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A string cannot be written to", e);
        }
        return text.toString();
    }

    /** A spreadsheet takes text that begins like a formula for one, which can send other cells away; quoted, it shows it. */
    private static @Nullable Object harmless(@Nullable Object value) {
        return value instanceof String text && !text.isEmpty() && FORMULA_SIGNS.indexOf(text.charAt(0)) >= 0 ? "'" + text : value;
    }
}
