package dev.slipway.platform.conformance;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The values that <code>{app}</code>, <code>{email}</code> or <code>{hook.id}</code> stand for in one row. */
final class Placeholders {

    private static final Pattern NAME = Pattern.compile("\\{([a-z]\\w*)((?:\\.\\w+)*)\\}");

    private final Map<String, String> values;
    private final Map<String, JsonNode> answers = new HashMap<>();

    Placeholders(Map<String, String> values) {
        this.values = new HashMap<>(values);
    }

    void put(String name, String value) {
        values.put(name, value);
    }

    /** Makes the fields of an API's answer available: <code>{name.field}</code>. */
    void put(String name, JsonNode answer) {
        answers.put(name, answer);
    }

    String fill(String text) {
        return fill(text, UnaryOperator.identity());
    }

    /** Values stand for themselves in the regular expression that comes out. */
    String fillPattern(String regex) {
        return fill(regex, Pattern::quote);
    }

    private String fill(String text, UnaryOperator<String> quoting) {
        return NAME.matcher(text).replaceAll(match -> Matcher.quoteReplacement(quoting.apply(value(match.group(1), match.group(2)))));
    }

    private String value(String name, String path) {
        if (path.isEmpty() && values.containsKey(name)) {
            return values.get(name);
        }
        JsonNode answer = answers.get(name);
        JsonNode field = answer == null ? null : answer.at(path.replace('.', '/'));
        if (field == null || field.isMissingNode()) {
            throw new AssertionError("nothing is known as {" + name + path + "}; there is " + values.keySet() + " and "
                    + answers);
        }
        return field.asString();
    }
}
