package dev.slipway.platform.user;

import dev.slipway.platform.account.EmailAddress;
import dev.slipway.platform.account.Newcomer;
import dev.slipway.platform.account.PersonName;
import dev.slipway.platform.api.ApiException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads a class list as spreadsheets save it: with or without a byte order mark, separated by commas, semicolons or tabs,
 * lines ended as on Windows or not, fields quoted or not, empty lines anywhere. Its first line names the columns,
 * of which {@code email} and {@code name} count and others do not; a list without such a line is one of e-mail addresses
 * and, if there is a second column, names. Who stands there twice is taken once.
 */
final class ClassList {

    private static final int MOST_PEOPLE = 2_000;
    private static final int MOST_MISTAKES_SHOWN = 50;
    private static final Set<String> EMAIL = Set.of("email", "e-mail", "mail", "email address", "e-mail address");

    private final List<String> mistakes = new ArrayList<>();
    private final Map<EmailAddress, Newcomer> newcomers = new LinkedHashMap<>();
    private int emailColumn;
    private int nameColumn = 1;

    private ClassList() {}

    /** @throws ApiException 422 if a line is wrong; its message lists them all */
    static List<Newcomer> parse(byte[] file) {
        return new ClassList().read(text(file));
    }

    private static String text(byte[] file) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw ApiException.invalid("The file is not in UTF-8. In Excel choose \"CSV UTF-8\" when saving it.");
        }
    }

    private List<Newcomer> read(String text) {
        CSVFormat format = CSVFormat.DEFAULT.builder().setDelimiter(delimiter(text)).setIgnoreEmptyLines(true).get();
        boolean first = true;
        long line = 1;
        try (CSVParser parser = CSVParser.parse(text, format)) {
            for (CSVRecord row : parser) {
                if (!blank(row) && !(first && isHeader(row))) {
                    add(row, line);
                }
                first = first && blank(row);
                line = parser.getCurrentLineNumber() + 1;
            }
        } catch (IOException | UncheckedIOException e) {
            // An opening quote without a closing one, above all.
            throw ApiException.invalid("The file is not CSV from line " + line + " on: check the quotes there. Nothing was changed.");
        }
        if (!mistakes.isEmpty()) {
            throw ApiException.invalid(report());
        }
        if (newcomers.isEmpty()) {
            throw ApiException.invalid("The file names nobody. Give one line for each person, the first line being: email,name");
        }
        return List.copyOf(newcomers.values());
    }

    /** The sign that the first line has most of; a file with one column has none, and then any will do. */
    private static char delimiter(String text) {
        String head = text.stripLeading().lines().findFirst().orElse("");
        char best = ',';
        for (char candidate : new char[] {';', '\t'}) {
            if (count(head, candidate) > count(head, best)) {
                best = candidate;
            }
        }
        return best;
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(character -> character == wanted).count();
    }

    private static boolean blank(CSVRecord row) {
        return row.stream().allMatch(String::isBlank);
    }

    private boolean isHeader(CSVRecord row) {
        List<String> names = row.stream().map(cell -> cell.strip().toLowerCase(Locale.ROOT)).toList();
        int email = names.indexOf(names.stream().filter(EMAIL::contains).findFirst().orElse("email"));
        if (email < 0) {
            return false;
        }
        emailColumn = email;
        nameColumn = names.indexOf("name");
        return true;
    }

    private void add(CSVRecord row, long line) {
        try {
            EmailAddress email = EmailAddress.parse(cell(row, emailColumn));
            newcomers.putIfAbsent(email, new Newcomer(email, PersonName.parse(cell(row, nameColumn))));
        } catch (ApiException e) {
            mistakes.add("Line " + line + ": " + e.getMessage());
        }
        if (newcomers.size() > MOST_PEOPLE || mistakes.size() > MOST_PEOPLE) {
            throw ApiException.invalid("The file has more than " + MOST_PEOPLE + " people. Split it. Nothing was changed.");
        }
    }

    private static String cell(CSVRecord row, int column) {
        return column >= 0 && column < row.size() ? row.get(column) : "";
    }

    private String report() {
        List<String> lines = new ArrayList<>();
        lines.add("Nothing was changed, because of " + (mistakes.size() == 1 ? "one line" : mistakes.size() + " lines") + ":");
        mistakes.stream().limit(MOST_MISTAKES_SHOWN).forEach(lines::add);
        if (mistakes.size() > MOST_MISTAKES_SHOWN) {
            lines.add("and " + (mistakes.size() - MOST_MISTAKES_SHOWN) + " more.");
        }
        return String.join("\n", lines);
    }
}
