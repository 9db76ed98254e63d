package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.TestApps;
import dev.slipway.platform.log.AppLogs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** What the platform says of itself: its schema, sizes, status, errors, and what it has not. */
@PlatformTest
class CatalogueIT {

    private static final String PASSWORD = "correct horse";

    @LocalServerPort
    private int port;
    @Autowired
    private Accounts accounts;
    @Autowired
    private TestApps testApps;
    @Autowired
    private AppLogs logs;
    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping routes;

    private ApiClient anonymous;
    private ApiClient user;
    private App app;

    @BeforeEach
    void anApp() throws Exception {
        Account owner = accounts.create("c-" + UUID.randomUUID() + "@example.org", PASSWORD, false);
        anonymous = ApiClient.anonymous(port);
        user = anonymous.login(owner.email(), PASSWORD);
        app = testApps.create(owner);
    }

    @Test
    void theSchemaHasALinkForEachRoute() throws Exception {
        List<String> links = new ArrayList<>();
        JsonNode schema = anonymous.get("/schema").is(200).body();
        schema.path("definitions").forEach(definition -> definition.path("links")
                .forEach(link -> links.add(link.path("method").asString() + " " + link.path("href").asString())));

        List<String> expected = routes.getHandlerMethods().keySet().stream().flatMap(info -> info.getPatternValues().stream()
                .filter(path -> path.matches("/(apps|account|oauth|pipeline)[/s-].*|/(apps|account|pipelines)"))
                .flatMap(path -> info.getMethodsCondition().getMethods().stream().map(method -> method + " " + path))).toList();
        assertThat(expected).hasSizeGreaterThan(50).contains("GET /apps/{app}", "DELETE /pipelines/{pipeline}");
        assertThat(links).containsAll(expected).doesNotHaveDuplicates().noneMatch(link -> link.contains("/internal/"));
    }

    @Test
    void theSchemaIsOneInJsonSchemasOwnTerms() throws Exception {
        String schema = anonymous.get("/schema").is(200).response().body();
        var metaSchema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
                .getSchema(SchemaLocation.of("http://json-schema.org/draft-04/schema#"));

        assertThat(metaSchema.validate(schema, InputFormat.JSON)).isEmpty();
    }

    @Test
    void theSchemaDescribesWhatIsAnswered() throws Exception {
        JsonNode schema = anonymous.get("/schema").is(200).body();
        JsonNode answered = user.get("/apps/" + app.name()).is(200).body();

        JsonNode described = schema.path("definitions").path("app");
        assertThat(described.path("properties").propertyNames()).containsAll(answered.propertyNames()).contains("joined");
        assertThat(described.path("required").valueStream().map(JsonNode::asString))
                .containsExactlyInAnyOrderElementsOf(answered.propertyNames());
        assertThat(described.path("properties").path("released_at").toString())
                .isEqualTo("{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"}");
        assertThat(described.path("properties").path("owner").path("properties").propertyNames()).contains("email");
    }

    @Test
    void dynoSizesAreListedAndFoundByName() throws Exception {
        assertThat(anonymous.get("/dyno-sizes").is(200).body()).hasSize(6);
        assertThat(anonymous.get("/dyno-sizes/basic").is(200).body().path("memory").asDouble()).isEqualTo(0.5);
        anonymous.get("/dyno-sizes/huge").isError(404, "not_found");
        assertThat(user.get("/apps/" + app.name() + "/available-dyno-sizes").is(200).body()).hasSize(6);
    }

    @Test
    void theStatusSaysWhatDoesNotWork() throws Exception {
        // A router of another test is missed only when it does not get its next heartbeat.
        await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
            JsonNode status = anonymous.get("/api/v4/current-status").is(200).body();
            assertThat(status.path("status").valueStream().map(one -> one.path("system").asString() + " " + one.path("status").asString()))
                    .containsExactly("Apps yellow", "Data green", "Tools green");
            JsonNode incident = status.path("incidents").get(0);
            assertThat(incident.path("title").asString()).isEqualTo("No router is connected to the platform");
            assertThat(incident.path("updates").get(0).path("contents").asString()).contains("Running apps go on serving");
        });
    }

    @Test
    void errorsAreCountedFromTheLog() throws Exception {
        logs.router(app.key(), Instant.now(), "at=error code=H12 desc=\"Request timeout\" method=GET path=\"/slow\"");
        logs.router(app.key(), Instant.now(), "at=error code=H12 desc=\"Request timeout\" method=GET path=\"/slow\"");
        logs.router(app.key(), Instant.now(), "at=info method=GET path=\"/?code=H99\" status=200");
        logs.platform(app.key(), "web.1", "Error R14 (Memory quota exceeded)");
        logs.dyno(app.key(), Instant.now(), "web.1", "Error R99 (says the app itself)");

        String metrics = "/apps/" + app.name();
        assertThat(user.get(metrics + "/router-metrics/errors?start_time=2026-01-01T00:00:00.000Z").is(200).body().toString())
                .isEqualTo("{\"data\":{\"H12\":[2]}}");
        assertThat(user.get(metrics + "/formation/web/metrics/errors").is(200).body().toString())
                .isEqualTo("{\"data\":{\"R14\":[1]}}");
        assertThat(user.get(metrics + "/formation/web/metrics/errors?start_time=2999-01-01T00:00:00Z").is(200).body().toString())
                .isEqualTo("{\"data\":{}}");
        user.get(metrics + "/formation/web/metrics/errors?start_time=yesterday").isError(400, "bad_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/client/v11/nothing", "/data/postgres/v1/x",
        "/v2/app/web/manifests/latest", "/review-apps/x", "/test-runs/x", "/telemetry-drains", "/pipelines/x/stage/test/config-vars"})
    void whatSlipwayHasNotIsSaidInASentence(String path) throws Exception {
        String message = user.get(path).isError(501, "not_implemented").text("message");

        assertThat(message).startsWith("Slipway ").doesNotContain(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/spaces/x", "/spaces/x/dynos", "/accounts/x/actions/get-quota", "/apps/x/review-app",
        "/pipelines/x/repo/branches/main"})
    void whatCannotBeThereIsNotFound(String path) throws Exception {
        assertThat(user.get(path).isError(404, "not_found").text("message")).startsWith("Slipway ");
    }

    @Test
    void whatAddOnsUsedUpIsNothing() throws Exception {
        assertThat(user.get("/apps/" + app.name() + "/usage").is(200).body().path("addons")).isEmpty();
        assertThat(user.get("/teams/any/apps/" + app.name() + "/usage").is(200).body().path("addons")).isEmpty();
    }

    @Test
    void analyticsAreTakenAndForgotten() throws Exception {
        anonymous.get("/hamurai?data=x").is(204);
        anonymous.post("/otel/v1/traces", "{}").is(204);
    }

    @Test
    void extendedFormsAreToleratedAsTheyAre() throws Exception {
        for (String path : List.of("", "/dynos", "/releases")) {
            user.get("/apps/" + app.name() + path + "?extended=true").is(200);
        }
        assertThat(user.get("/spaces").is(200).body()).isEmpty();
        assertThat(user.get("/user/notifications").is(200).body()).isEmpty();
        assertThat(user.get("/apps/" + app.name() + "/formation/web/monitors").is(200).body()).isEmpty();
    }
}
