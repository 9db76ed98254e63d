package dev.slipway.platform.schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** JSON schemas of Java types, as Jackson writes them here: records as objects with names in snake case. */
final class JsonTypes {

    private JsonTypes() {}

    /** The schema of a record that is an answer: all its fields are there, some may be null. */
    static Map<String, Object> answer(Class<?> type) {
        return object(type, true);
    }

    /** The schema of a request's body; fields that may be null may be left out. */
    static Map<String, Object> request(AnnotatedType type) {
        return schema(type, false);
    }

    private static Map<String, Object> schema(AnnotatedType annotated, boolean answer) {
        Map<String, Object> schema = of(annotated, answer);
        if (annotated.isAnnotationPresent(Nullable.class) && schema.get("type") instanceof List<?> types) {
            List<Object> nullable = new ArrayList<>(types);
            nullable.add("null");
            schema.put("type", nullable);
        }
        return schema;
    }

    private static Map<String, Object> of(AnnotatedType annotated, boolean answer) {
        Class<?> raw = raw(annotated.getType());
        if (Collection.class.isAssignableFrom(raw)) {
            Map<String, Object> array = typed("array");
            array.put("items", argument(annotated, 0, answer));
            return array;
        }
        if (Map.class.isAssignableFrom(raw)) {
            Map<String, Object> map = typed("object");
            map.put("additionalProperties", argument(annotated, 1, answer));
            return map;
        }
        return raw.isRecord() ? object(raw, answer) : scalar(raw);
    }

    private static Map<String, Object> object(Class<?> type, boolean answer) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            properties.put(name(component), schema(component.getAnnotatedType(), answer));
            if (answer || !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                required.add(name(component));
            }
        }
        Map<String, Object> object = typed("object");
        object.put("properties", properties);
        if (!required.isEmpty()) {
            object.put("required", required);
        }
        return object;
    }

    private static Map<String, Object> scalar(Class<?> type) {
        if (type == UUID.class || type == Instant.class || type == URI.class) {
            Map<String, Object> text = typed("string");
            text.put("format", type == UUID.class ? "uuid" : type == Instant.class ? "date-time" : "uri");
            return text;
        }
        if (type.isEnum()) {
            Map<String, Object> choice = typed("string");
            choice.put("enum", Arrays.stream(type.getEnumConstants()).map(String::valueOf).toList());
            return choice;
        }
        if (type == boolean.class || type == Boolean.class) {
            return typed("boolean");
        }
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return typed("integer");
        }
        if (type == double.class || type == float.class || Number.class.isAssignableFrom(type)) {
            return typed("number");
        }
        // Anything else that is no text may be any JSON.
        return CharSequence.class.isAssignableFrom(type) ? typed("string") : new LinkedHashMap<>();
    }

    private static Map<String, Object> argument(AnnotatedType annotated, int index, boolean answer) {
        return annotated instanceof AnnotatedParameterizedType type
                ? schema(type.getAnnotatedActualTypeArguments()[index], answer) : new LinkedHashMap<>();
    }

    private static Map<String, Object> typed(String type) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", List.of(type));
        return schema;
    }

    private static String name(RecordComponent component) {
        JsonProperty explicit = component.getAccessor().getAnnotation(JsonProperty.class);
        return explicit == null || explicit.value().isEmpty() ? Words.join(component.getName(), "_")
                : explicit.value();
    }

    private static Class<?> raw(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            return (Class<?>) parameterized.getRawType();
        }
        return type instanceof Class<?> plain ? plain : Object.class;
    }
}
