package dev.slipway.platform.container;

import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A text with variables, written <code>${NAME}</code>. There is nothing else in it: no defaults, no expressions, and a dollar
 * sign before anything but a brace is a dollar sign.
 */
record Template(String text) {

    // Without the closing brace, it is a variable that nobody knows, and so a mistake.
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*}?)");

    /** @throws IllegalArgumentException naming each variable of {@code text} that is not in {@code known} */
    static Template of(String text, Set<String> known) {
        Set<String> unknown = VARIABLE.matcher(text).results().map(Template::name).filter(name -> !known.contains(name))
                .collect(Collectors.toSet());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("has variables that are not known: " + unknown.stream().sorted()
                    .map(name -> "${" + name + "}").collect(Collectors.joining(", ")) + "; there are "
                    + known.stream().sorted().collect(Collectors.joining(", ")));
        }
        return new Template(text);
    }

    /** @param values has all variables that {@link #of} was told of */
    String fill(Map<String, String> values) {
        return VARIABLE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(values.getOrDefault(name(match), "")));
    }

    private static String name(MatchResult match) {
        String found = match.group(1);
        return found.endsWith("}") ? found.substring(0, found.length() - 1) : found + "…";
    }
}
