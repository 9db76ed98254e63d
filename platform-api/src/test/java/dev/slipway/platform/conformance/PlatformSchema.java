package dev.slipway.platform.conformance;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Heroku's published description of its Platform API, and whether an answer agrees with it: the types, formats and
 * enumerations of all fields, and the presence of those that must be there. Heroku writes {@code strictProperties} where all
 * fields of an object are always present; further fields are none of our concern, because Heroku itself sends some.
 *
 * @see <a href="https://devcenter.heroku.com/articles/json-schema-for-platform-api">where Heroku publishes it</a>
 */
final class PlatformSchema {

    private static final String ID = "https://schema.test/platform-api.json";
    /** A part of a path, as links have it: <code>{(%23%2Fdefinitions%2Fapp%2Fdefinitions%2Fidentity)}</code>. */
    private static final Pattern VARIABLE = Pattern.compile("\\{\\(%23%2Fdefinitions%2F([\\w-]+)[^)]*\\)\\}");

    private final List<Link> links = new ArrayList<>();
    private final SchemaRegistry registry;
    private final Map<String, Schema> schemas = new HashMap<>();

    /**
     * @param template {@code /apps/{app}/dynos}
     * @param object   what is answered
     * @param list     whether that is a list of such objects
     * @param empty    whether nothing is answered, or nothing that matters
     */
    private record Link(String method, String template, Pattern path, String object, String schema, boolean list, boolean empty) {

        long variables() {
            return template.chars().filter(character -> character == '{').count();
        }
    }

    private PlatformSchema(ObjectNode root) {
        root.path("definitions").properties().forEach(definition -> definition.getValue().path("links")
                .forEach(link -> links.add(link(definition.getKey(), link))));
        // /teams/apps/x is rather the app of a team than x of a team called apps.
        links.sort(Comparator.comparingLong(Link::variables));
        root.remove("links");
        root.remove("id");
        requireStrictProperties(root);
        registry = SchemaRegistry.withDefaultDialect(Dialect.builder(Dialects.getDraft4())
                .unknownKeywordFactory((word, _) -> new NonValidationKeyword(word)).build(),
                builder -> builder.schemas(Map.of(ID, root.toString())));
    }

    static PlatformSchema published() throws IOException {
        try (InputStream in = PlatformSchema.class.getResourceAsStream("/heroku/platform-api-schema.json")) {
            return new PlatformSchema((ObjectNode) new JsonMapper().readTree(in));
        }
    }

    private static Link link(String definition, JsonNode link) {
        String template = VARIABLE.matcher(link.path("href").asString()).replaceAll("{$1}");
        JsonNode target = link.path("targetSchema");
        boolean list = target.has("items") || target.isMissingNode() && link.path("rel").asString().equals("instances");
        String ref = (list ? target.path("items") : target).path("$ref").asString("#/definitions/" + definition);
        boolean empty = link.path("rel").asString().equals("empty") || !target.isMissingNode() && !list && !target.has("$ref");
        // Heroku publishes one object for the caller's own account, which is at /account, and for those of others.
        String object = template.equals("/users/{account}") ? "another account" : ref.substring("#/definitions/".length());
        return new Link(link.path("method").asString(), template,
                Pattern.compile(template.replaceAll("\\{[^}]*\\}", "[^/]+")), object, ref, list, empty);
    }

    /** Says in JSON Schema's own words what strictProperties means. */
    private static void requireStrictProperties(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove("$schema");
            if (object.path("strictProperties").asBoolean(false) && object.path("properties").isObject()
                    && !object.has("required")) {
                ArrayNode required = object.putArray("required");
                object.path("properties").propertyNames().forEach(required::add);
            }
        }
        node.forEach(PlatformSchema::requireStrictProperties);
    }

    private Optional<Link> linkOf(Exchange exchange) {
        return links.stream()
                .filter(link -> link.method.equals(exchange.method()) && link.path.matcher(exchange.path()).matches()).findFirst();
    }

    /** The published endpoint that an exchange is of: {@code GET /apps/{app}}; empty if Heroku publishes none. */
    Optional<String> endpoint(Exchange exchange) {
        return linkOf(exchange).map(link -> link.method + " " + link.template);
    }

    /** In what the answer of an exchange is not as published; nothing is said about endpoints that are not. */
    SequencedSet<Deviation> deviations(Exchange exchange) {
        SequencedSet<Deviation> found = new LinkedHashSet<>();
        if (exchange.status() >= 400) {
            checkError(exchange, found);
        } else {
            linkOf(exchange).filter(link -> !link.empty).ifPresent(link -> check(link, exchange, found));
        }
        return found;
    }

    private static void checkError(Exchange exchange, SequencedSet<Deviation> found) {
        for (String field : List.of("id", "message")) {
            if (!exchange.answer().path(field).isString() || exchange.answer().path(field).asString().isBlank()) {
                found.add(new Deviation("error", "", "lacks " + field));
            }
        }
    }

    private void check(Link link, Exchange exchange, SequencedSet<Deviation> found) {
        if (!exchange.json()) {
            found.add(new Deviation(link.object, "", "is not JSON"));
        } else if (link.list != exchange.answer().isArray()) {
            found.add(new Deviation(link.object, "", link.list ? "is not a list" : "is a list"));
        } else if (link.list) {
            exchange.answer().forEach(element -> validate(link, element, found));
        } else {
            validate(link, exchange.answer(), found);
        }
    }

    private void validate(Link link, JsonNode object, SequencedSet<Deviation> found) {
        Schema schema = schemas.computeIfAbsent(link.schema, ref -> registry.getSchema(SchemaLocation.of(ID + ref)));
        for (Error error : schema.validate(object)) {
            String at = error.getInstanceLocation().toString().replaceAll("^\\$", "").replaceAll("/\\d+(?=/|$)", "/*");
            found.add(new Deviation(link.object, at,
                    error.getKeyword().equals("required") ? "lacks " + error.getProperty() : error.getKeyword()));
        }
    }
}
