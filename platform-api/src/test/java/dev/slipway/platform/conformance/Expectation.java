package dev.slipway.platform.conformance;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an API call must answer: {@code status}, {@code is}, {@code has} or {@code lacks} a text, or the value at a JSON pointer, which
 * is compared as text; {@code /…/} is a regular expression.
 */
record Expectation(ApiCall call, Map<String, @Nullable Object> wanted) {

    private static final JsonMapper JSON = new JsonMapper();

    /** Says what is not as wanted; empty if all is. */
    String mismatch(int status, String body, Placeholders placeholders) {
        for (Map.Entry<String, @Nullable Object> entry : wanted.entrySet()) {
            String value = entry.getValue() == null ? "" : placeholders.fill(entry.getValue().toString());
            boolean holds = switch (entry.getKey()) {
                case "status" -> value.equals(Integer.toString(status));
                case "is" -> body.equals(value);
                case "has" -> body.contains(value);
                case "lacks" -> !body.contains(value);
                default -> holds(body, entry.getKey(), entry.getValue(), placeholders);
            };
            if (!holds) {
                return call.method() + " " + call.path() + " answered " + status + " " + body + ", which does not agree with "
                        + entry.getKey() + ": " + entry.getValue();
            }
        }
        return wanted.containsKey("status") || status < 400 ? "" : call.method() + " " + call.path() + " answered " + status + " " + body;
    }

    private static boolean holds(String body, String pointer, @Nullable Object value, Placeholders placeholders) {
        JsonNode node = JSON.readTree(body).at(pointer);
        if (value == null) {
            return node.isMissingNode() || node.isNull();
        }
        String text = node.isValueNode() ? node.asString() : node.toString();
        String wanted = value.toString();
        return wanted.length() > 1 && wanted.startsWith("/") && wanted.endsWith("/")
                ? Pattern.compile(placeholders.fillPattern(wanted.substring(1, wanted.length() - 1))).matcher(text).find()
                : text.equals(placeholders.fill(wanted));
    }
}
