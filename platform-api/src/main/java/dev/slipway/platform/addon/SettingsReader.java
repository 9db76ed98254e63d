package dev.slipway.platform.addon;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the settings of a catalogue file for a driver, and notes every mistake instead of stopping at the first one. Fields
 * that nobody asked for are mistakes, too: they are misspelt, most of the time. Not thread-safe.
 */
public final class SettingsReader {

    private final JsonNode settings;
    private final TreeSet<String> known = new TreeSet<>();
    private final List<String> mistakes = new ArrayList<>();

    /** @param settings an object */
    public SettingsReader(JsonNode settings) {
        this.settings = settings;
    }

    /** The service's settings with what the plan says differently; of objects inside, single fields are replaced. */
    public static JsonNode of(AddonService service, Plan plan) {
        return merged(service.settings(), plan.settings());
    }

    /**
     * Checks the settings of a service with each of its plans.
     *
     * @param read reads them, and throws what {@link #end} throws
     * @throws IllegalArgumentException listing all mistakes: once what is wrong with every plan
     */
    public static void check(AddonService service, Function<Plan, ?> read) {
        Map<String, List<String>> found = new LinkedHashMap<>();
        for (Plan plan : service.plans()) {
            try {
                read.apply(plan);
            } catch (MistakesException e) {
                e.mistakes.forEach(mistake -> found.computeIfAbsent(mistake, _ -> new ArrayList<>()).add(plan.shortName()));
            }
        }
        if (!found.isEmpty()) {
            throw new MistakesException(found.entrySet().stream().map(one -> one.getValue().size() == service.plans().size()
                    ? one.getKey() : one.getKey() + " (plan " + String.join(", ", one.getValue()) + ")").toList());
        }
    }

    /** A text that must be there; a number counts as one. Empty after a mistake. */
    public String text(String field) {
        return find(field).orElseGet(() -> {
            if (settings.path(field).isMissingNode()) {
                mistake(field, "is missing");
            }
            return "";
        });
    }

    public Optional<String> find(String field) {
        JsonNode node = at(field);
        if (node == null) {
            return Optional.empty();
        }
        if (!node.isValueNode()) {
            mistake(field, "is not a text");
            return Optional.empty();
        }
        return Optional.of(node.asString());
    }

    /** A value that {@code parse} makes of the text, where there is one. */
    public <T> T value(String field, T otherwise, Function<String, T> parse) {
        return find(field).map(text -> parsed(field, text, otherwise, parse)).orElse(otherwise);
    }

    /** An amount of memory such as {@code 25MB}. */
    public DataSize memory(String field, DataSize otherwise, DataSize least) {
        return value(field, otherwise, text -> {
            DataSize size = DataSize.parse(text);
            if (size.compareTo(least) < 0) {
                throw new IllegalArgumentException("is less than " + least.toMegabytes() + "MB");
            }
            return size;
        });
    }

    /** A number of processors such as {@code 0.5}. */
    public double cpus(String field, double otherwise) {
        return value(field, otherwise, text -> {
            if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,3})?") || Double.parseDouble(text) <= 0) {
                throw new IllegalArgumentException("is no number of CPUs, such as 0.5");
            }
            return Double.parseDouble(text);
        });
    }

    /**
     * A number from 1 to 99999.
     *
     * @param what is counted, in the plural
     */
    public int count(String field, int otherwise, String what) {
        return value(field, otherwise, text -> {
            if (!text.matches("[1-9][0-9]{0,4}")) {
                throw new IllegalArgumentException("is no number of " + what + ", 1 to 99999");
            }
            return Integer.parseInt(text);
        });
    }

    /** A value of {@code parse} for each element of a list; empty if the field is not there. */
    public <T> List<T> list(String field, Function<String, T> parse) {
        JsonNode node = at(field);
        List<T> values = new ArrayList<>();
        if (node != null && !node.isArray()) {
            mistake(field, "is not a list");
        } else if (node != null) {
            for (int i = 0; i < node.size(); i++) {
                element(field + "[" + i + "]", node.get(i), parse).ifPresent(values::add);
            }
        }
        return values;
    }

    /** The same for each field of an object, in the file's order; empty if the field is not there. */
    public <T> Map<String, T> map(String field, Function<String, T> parse) {
        JsonNode node = at(field);
        Map<String, T> values = new LinkedHashMap<>();
        if (node != null && !node.isObject()) {
            mistake(field, "is not an object of names and texts");
        } else if (node != null) {
            node.properties().forEach(one -> element(field + "." + one.getKey(), one.getValue(), parse)
                    .ifPresent(value -> values.put(one.getKey(), value)));
        }
        return values;
    }

    /** The field as it is, for what no other method reads; null if it is not there. */
    public @Nullable JsonNode at(String field) {
        known.add(field);
        JsonNode node = settings.path(field);
        return node.isMissingNode() || node.isNull() ? null : node;
    }

    /** Notes that a field is wrong, for example {@code mistake("base_url", "is no address")}. */
    public void mistake(String field, String what) {
        mistakes.add("settings." + field + " " + what);
    }

    /** @throws IllegalArgumentException listing all mistakes, if there are any */
    public void end() {
        settings.propertyNames().stream().filter(field -> !known.contains(field)).forEach(field ->
                mistake(field, "is not known; there are " + String.join(", ", known)));
        if (!mistakes.isEmpty()) {
            throw new MistakesException(mistakes);
        }
    }

    private <T> Optional<T> element(String field, JsonNode node, Function<String, T> parse) {
        if (!node.isValueNode() || node.isNull()) {
            mistake(field, "is not a text");
            return Optional.empty();
        }
        try {
            return Optional.of(parse.apply(node.asString()));
        } catch (IllegalArgumentException e) {
            mistake(field, e.getMessage());
            return Optional.empty();
        }
    }

    private <T> T parsed(String field, String text, T otherwise, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            mistake(field, e.getMessage());
            return otherwise;
        }
    }

    private static JsonNode merged(JsonNode below, JsonNode above) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        below.properties().forEach(field -> all.set(field.getKey(), field.getValue()));
        above.properties().forEach(field -> {
            JsonNode before = all.path(field.getKey());
            all.set(field.getKey(), before.isObject() && field.getValue().isObject()
                    ? merged(before, field.getValue()) : field.getValue());
        });
        return all;
    }

    private static final class MistakesException extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        private final transient List<String> mistakes;

        MistakesException(List<String> mistakes) {
            super(String.join("; ", mistakes));
            this.mistakes = List.copyOf(mistakes);
        }
    }
}
