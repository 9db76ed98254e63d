package dev.slipway.builder;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Process types and their commands, one a line: {@code web: gunicorn app:app}.
 *
 * @param processTypes process type to command, in the file's order
 * @param problems     what is wrong with it, one line each, naming the line of the file
 * @see <a href="https://devcenter.heroku.com/articles/procfile#procfile-format">Heroku: Procfile format</a>
 */
record Procfile(Map<String, String> processTypes, List<String> problems) {

    private static final Pattern LINE = Pattern.compile("([A-Za-z0-9_-]{1,63}):\\s*(\\S.*)");

    static Procfile parse(String text) {
        Map<String, String> processTypes = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String content = line.strip();
            if (content.isEmpty() || content.startsWith("#")) {
                continue;
            }
            Matcher matcher = LINE.matcher(content);
            if (!matcher.matches()) {
                problems.add("Procfile, line " + number + " is not understood and ignored: it should read like "
                        + "\"web: gunicorn app:app\".");
            } else if (processTypes.put(matcher.group(1), OutputLines.clean(matcher.group(2))) != null) {
                problems.add("Procfile, line " + number + " replaces an earlier line for " + matcher.group(1) + ".");
            }
        }
        return new Procfile(processTypes, problems);
    }
}
