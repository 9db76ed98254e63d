package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.account.Accounts;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whatever comes in, the platform answers what is wrong with it, and never fails over it. Routes, and the fields of the
 * bodies that they read, come from the running platform, so that a new one is tried without anybody thinking of it.
 */
@PlatformTest
class HostileInputIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String PASSWORD = "correct horse";
    private static final int MEGABYTE = 1 << 20;

    /** JSON values that no field expects, or that somebody behind a field might trip over. */
    private static final List<String> VALUES = List.of("null", "true", "-1", "1.5", "9223372036854775808", "[]", "{}", "[null]",
            "{\"id\":{}}", "\"\"", "\"a\\u0000b\"", "\"a\\nb\\r\\nc\"", "\"\\ud83d\\udea2\\u202e\\u0301\"", "\"\\ud800\"",
            "\"$(touch /tmp/hostile)\"", "\"'; drop table account; --\"", "\"../../../etc/passwd\"", "\"%s%n{0}${x}\"",
            "\"<script>alert(1)</script>\"", "\"" + "x".repeat(100_000) + "\"", "\"" + "ü".repeat(10_000) + ".org\"");

    private static final List<String> BROKEN = List.of("{", "{\"name\":", "nul", "null", "[]", "\"text\"", "1", "{}{}", "{'name':'x'}",
            "{\"name\":\"\\u00\"}", "[".repeat(50_000), "{\"a\":".repeat(50_000), "\u0000");

    /** As they stand in a request line. */
    private static final List<String> SEGMENTS = List.of("%00", "%0D%0AX-Evil:%201", "..", "%2e%2e%2fetc", "%F0%9F%9A%A2", "%ff%fe",
            "99999999999999999999", "$(id)", "'--", "x".repeat(5_000));

    private static final List<String> RANGES = List.of("id ..; max=99999999999999", "id ]\u00e9..", "name ..; max=-1, order=up", ";;;=,",
            "version " + "9".repeat(40) + "..; max=1", "id ..; max=");

    @LocalServerPort
    private int port;
    @Autowired
    private Accounts accounts;
    @Autowired
    private RequestMappingHandlerMapping requestMappingHandlerMapping;

    /**
     * @param body what the handler reads from the request's body; {@code void.class} if nothing
     * @param api  whether it answers JSON, as opposed to a page
     */
    private record Route(String method, String path, Type body, boolean api) {

        String with(Map<String, String> names) {
            String filled = path;
            for (var name : names.entrySet()) {
                filled = filled.replace("{" + name.getKey() + "}", name.getValue());
            }
            return filled.replaceAll("\\{[^}]+}", UUID.randomUUID().toString());
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private ApiClient client;
    /** What variables of paths stand for. */
    private final Map<String, String> names = new HashMap<>();

    @BeforeEach
    void anAccountThatMayDoEverything() throws Exception {
        ApiClient anonymous = ApiClient.anonymous(port);
        String email = "hostile-" + UUID.randomUUID() + "@example.org";
        accounts.create(email, PASSWORD, true);
        client = anonymous.login(email, PASSWORD);
        names.clear();
        String app = client.post("/apps", "{}").is(201).text("name");
        names.put("app", app);
        names.put("team", client.post("/teams", "{\"name\":\"t" + UUID.randomUUID().toString().substring(0, 12) + "\"}").is(201).text("name"));
        names.put("pipeline", client.post("/pipelines", "{\"name\":\"" + app + "\"}").is(201).text("id"));
        names.put("coupling", client.post("/pipeline-couplings", "{\"app\":\"" + app + "\",\"pipeline\":\"" + names.get("pipeline")
                + "\",\"stage\":\"staging\"}").is(201).text("id"));
        names.put("domain", client.post("/apps/" + app + "/domains", "{\"hostname\":\"www." + app + ".example.org\",\"sni_endpoint\":null}")
                .is(201).text("id"));
        names.put("webhook", client.post("/apps/" + app + "/webhooks",
                "{\"include\":[\"api:app\"],\"level\":\"notify\",\"url\":\"http://nowhere.invalid/\"}").is(201).text("id"));
        names.put("type", "web");
        names.put("feature", "runtime-dyno-metadata");
        client.patch("/apps/" + app + "/config-vars", "{\"A\":\"b\"}").is(200);
    }

    /** Something that was sent may have taken away what the next request needs, its own credentials among it. */
    private void repair() throws Exception {
        if (client.get("/account").status() != 200 || client.get("/apps/" + names.get("app")).status() != 200
                || client.get("/teams/" + names.get("team") + "/apps").status() != 200) {
            anAccountThatMayDoEverything();
        }
    }

    private List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        requestMappingHandlerMapping.getHandlerMethods().forEach((mapping, handler) -> {
            if (handler.getBeanType().getPackageName().startsWith("dev.slipway")) {
                Type body = Stream.of(handler.getMethodParameters()).filter(parameter -> parameter.hasParameterAnnotation(RequestBody.class))
                        .findFirst().<Type>map(MethodParameter::getGenericParameterType).orElse(void.class);
                boolean api = AnnotatedElementUtils.hasAnnotation(handler.getBeanType(), RestController.class);
                mapping.getPatternValues().forEach(path -> mapping.getMethodsCondition().getMethods()
                        .forEach(method -> routes.add(new Route(method.name(), path, body, api))));
            }
        });
        assertThat(routes).hasSizeGreaterThan(50);
        // The same order each time: one request's effect is the next one's world.
        routes.sort(Comparator.comparing(Route::path).thenComparing(Route::method));
        return routes;
    }

    @TestFactory
    Stream<DynamicTest> everyFieldOfEveryBody() {
        List<Route> writes = routes().stream().filter(route -> route.body() != void.class).toList();
        assertThat(writes).hasSizeGreaterThan(30);
        return writes.stream().map(route -> DynamicTest.dynamicTest(route.toString(), () -> {
            for (String pointer : places(route.body())) {
                repair();
                for (String value : VALUES) {
                    String body = body(route.body(), pointer, value);
                    expectAnAnswer(route, client.call(route.method(), route.with(names), body), body);
                }
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> bodiesThatAreNone() {
        return routes().stream().filter(route -> route.body() != void.class).map(route -> DynamicTest.dynamicTest(route.toString(), () -> {
            for (String broken : BROKEN) {
                repair();
                expectAnAnswer(route, client.call(route.method(), route.with(names), broken), broken);
            }
            String large = "{\"name\":\"" + "x".repeat(10 * MEGABYTE) + "\"}";
            assertThat(client.call(route.method(), route.with(names), large).status()).as("%s with 10 MB", route).isBetween(400, 499);
        }));
    }

    @Test
    void everyVariableOfEveryPath() throws Exception {
        for (Route route : routes()) {
            for (String variable : route.path().split("/")) {
                if (variable.startsWith("{")) {
                    repair();
                    Map<String, String> hostile = new HashMap<>(names);
                    for (String segment : SEGMENTS) {
                        hostile.put(variable.replaceAll("[{}*]", ""), segment);
                        String path = route.with(hostile);
                        assertThat(client.call(route.method(), path, "{}").status()).as(route.method() + " " + path).isLessThan(500);
                    }
                }
            }
        }
    }

    @Test
    void everyRangeOfEveryList() throws Exception {
        for (Route route : routes()) {
            if (route.method().equals("GET")) {
                for (String range : RANGES) {
                    expectAnAnswer(route, client.with("Range", range).get(route.with(names)), range);
                }
            }
        }
    }

    private static void expectAnAnswer(Route route, ApiClient.Answer answer, String sent) {
        String what = route + " " + (sent.length() > 300 ? sent.substring(0, 300) + "…" : sent) + " is answered " + answer.response().body();
        // What Slipway does not do (yet) is said with 501.
        assertThat(answer.status()).as(what).matches(status -> status < 500 || status == 501);
        if (route.api() && answer.status() >= 400) {
            assertThat(answer.text("id")).as(what).isNotBlank();
            assertThat(answer.text("message")).as(what).isNotBlank().doesNotContain("Exception", "dev.slipway", "org.springframework", "java.lang");
        }
    }

    /** JSON pointers of all fields of a body, and of what is in them. */
    private static List<String> places(Type type) {
        List<String> places = new ArrayList<>();
        collect(type, "", places);
        return places;
    }

    private static void collect(Type type, String at, List<String> places) {
        if (!at.isEmpty()) {
            places.add(at);
        }
        switch (type) {
            case Class<?> plain when plain.isRecord() -> {
                for (RecordComponent field : plain.getRecordComponents()) {
                    collect(field.getGenericType(), at + "/" + jsonName(field), places);
                }
            }
            case Class<?> plain when plain == JsonNode.class && at.isEmpty() -> places.add("/A");
            case ParameterizedType list when list.getRawType() == List.class -> collect(list.getActualTypeArguments()[0], at + "/0", places);
            case ParameterizedType map when map.getRawType() == Map.class -> places.add(at + "/A");
            default -> { }
        }
    }

    /** A body with usual values everywhere but in one place. */
    private String body(Type type, String place, String value) {
        JsonNode body = sample(type, "", place, value);
        return body.toString().replace("\"@\"", value);
    }

    private JsonNode sample(Type type, String at, String place, String value) {
        if (at.equals(place)) {
            // Put in as text afterwards: not all of them are JSON that a writer would write.
            return JSON.getNodeFactory().stringNode("@");
        }
        return switch (type) {
            case Class<?> plain when plain.isRecord() -> {
                ObjectNode object = JSON.createObjectNode();
                for (RecordComponent field : plain.getRecordComponents()) {
                    object.set(jsonName(field), sample(field.getGenericType(), at + "/" + jsonName(field), place, value));
                }
                yield object;
            }
            case ParameterizedType list when list.getRawType() == List.class -> {
                ArrayNode array = JSON.createArrayNode();
                yield array.add(sample(list.getActualTypeArguments()[0], at + "/0", place, value));
            }
            case ParameterizedType map when map.getRawType() == Map.class -> place.startsWith(at + "/")
                    ? JSON.createObjectNode().put("A", "@") : JSON.createObjectNode();
            case Class<?> plain when plain == JsonNode.class && at.isEmpty() -> JSON.createObjectNode().put("A", "@");
            case Class<?> number when Number.class.isAssignableFrom(number) || number == int.class || number == long.class ->
                    JSON.getNodeFactory().numberNode(1);
            case Class<?> flag when flag == Boolean.class || flag == boolean.class -> JSON.getNodeFactory().booleanNode(false);
            default -> usual(at.substring(at.lastIndexOf('/') + 1));
        };
    }

    private JsonNode usual(String field) {
        Map<String, String> usual = new TreeMap<>(names);
        usual.putAll(Map.of("password", PASSWORD, "url", "http://nowhere.invalid/x", "hostname", "a.example.org", "stage", "production",
                "level", "notify", "command", "true", "quantity", "1", "size", "Basic", "role", "member"));
        String value = usual.get(field);
        // Names that are taken, new passwords and the like would change what the next request needs.
        return value == null ? JSON.nullNode() : JSON.getNodeFactory().stringNode(value);
    }

    private static String jsonName(RecordComponent field) {
        return field.getName().replaceAll("([A-Z])", "_$1").toLowerCase();
    }
}
