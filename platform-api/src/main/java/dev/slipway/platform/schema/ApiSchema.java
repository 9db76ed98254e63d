package dev.slipway.platform.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The API as a JSON hyper-schema in the form of Heroku's: a definition for each kind of object, with its properties and the
 * links that lead to it. Made from the routes there are, so that it cannot say more or less than the platform does.
 *
 * @see <a href="https://json-schema.org/draft-04/draft-luff-json-hyper-schema-00">JSON hyper-schema, draft 4</a>
 */
final class ApiSchema {

    private static final String HYPER_SCHEMA = "http://json-schema.org/draft-04/hyper-schema";
    private static final String VIEW = "View";

    private final List<Route> routes;
    private final Map<Class<?>, String> names = new HashMap<>();

    ApiSchema(List<Route> routes) {
        this.routes = routes;
    }

    Map<String, Object> toJson() {
        Map<String, Map<String, Object>> definitions = new TreeMap<>();
        for (Route route : routes) {
            Map<String, Object> definition = definitions.computeIfAbsent(nameOf(route), ApiSchema::definition);
            if (route.answer() instanceof Class<?> type && type.isRecord()) {
                JsonTypes.answer(type).forEach(definition::putIfAbsent);
            }
            links(definition).add(link(route));
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", HYPER_SCHEMA);
        schema.put("title", "Slipway Platform API");
        schema.put("description", "Heroku's Platform API, version 3, as far as this server has it.");
        schema.put("type", List.of("object"));
        schema.put("definitions", definitions);
        Map<String, Object> properties = new LinkedHashMap<>();
        definitions.keySet().forEach(name -> properties.put(name, reference(name)));
        schema.put("properties", properties);
        schema.put("links", List.of(Map.of("rel", "self", "href", "/schema", "method", "GET", "title", "Schema")));
        return schema;
    }

    private static Map<String, Object> definition(String name) {
        Map<String, Object> definition = new LinkedHashMap<>();
        definition.put("title", name);
        definition.put("links", new ArrayList<>());
        return definition;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> links(Map<String, Object> definition) {
        return (List<Object>) definition.get("links");
    }

    private Map<String, Object> link(Route route) {
        Map<String, Object> link = new LinkedHashMap<>();
        link.put("title", route.title());
        link.put("rel", route.relation());
        link.put("method", route.method());
        link.put("href", route.path());
        route.body().ifPresent(body -> link.put("schema", JsonTypes.request(body)));
        if (route.answer() instanceof Class<?> type && type.isRecord()) {
            Map<String, Object> one = reference(nameOf(route));
            link.put("targetSchema", route.isList() ? Map.of("type", List.of("array"), "items", one) : one);
        }
        return link;
    }

    /** A record that is answered in several places is one definition; two of the same name are told apart by their package. */
    private String nameOf(Route route) {
        if (!(route.answer() instanceof Class<?> type && type.isRecord())) {
            return route.noun();
        }
        String known = names.get(type);
        if (known != null) {
            return known;
        }
        String simple = type.getSimpleName();
        String name = Words.join(simple.endsWith(VIEW) ? simple.substring(0, simple.length() - VIEW.length()) : simple, "-");
        String free = names.containsValue(name) ? type.getPackageName().replaceAll(".*\\.", "") + "-" + name : name;
        names.put(type, free);
        return free;
    }

    private static Map<String, Object> reference(String name) {
        return Map.of("$ref", "#/definitions/" + name);
    }
}
