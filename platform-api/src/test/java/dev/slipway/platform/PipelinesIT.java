package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.TestApps;
import dev.slipway.platform.build.Slug;
import dev.slipway.platform.build.Slugs;
import dev.slipway.runtime.InMemoryDynoEngine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Pipelines, their stages, and what a promotion brings where. */
@PlatformTest
class PipelinesIT {

    private static final String PASSWORD = "correct horse";

    @LocalServerPort
    private int port;
    @Autowired
    private Accounts accounts;
    @Autowired
    private TestApps testApps;
    @Autowired
    private Slugs slugs;
    @Autowired
    private InMemoryDynoEngine engine;
    @Autowired
    private InMemoryImageBuilder builder;

    private Account owner;
    private ApiClient user;
    private App staging;
    private App production;
    private String pipeline;

    @BeforeEach
    void aPipelineOfTwoApps() throws Exception {
        owner = account();
        user = client(owner);
        staging = testApps.create(owner);
        production = testApps.create(owner);
        pipeline = user.post("/pipelines", "{\"name\":\"shop\",\"owner\":{\"id\":\"" + owner.id()
                + "\",\"type\":\"user\"},\"generation\":{\"name\":\"cedar\"}}").is(201).text("id");
        couple(staging, "staging");
        couple(production, "production");
    }

    private Account account() {
        return accounts.create("p-" + UUID.randomUUID() + "@example.org", PASSWORD, false);
    }

    private ApiClient client(Account account) throws Exception {
        return ApiClient.anonymous(port).login(account.email(), PASSWORD);
    }

    private ApiClient.Answer couple(App app, String stage) throws Exception {
        return user.post("/pipeline-couplings", "{\"app\":\"" + app.name() + "\",\"pipeline\":\"" + pipeline
                + "\",\"stage\":\"" + stage + "\"}");
    }

    private String couplingOf(App app) throws Exception {
        return "/pipeline-couplings/" + user.get("/apps/" + app.name() + "/pipeline-couplings").is(200).text("id");
    }

    private ApiClient.Answer promote(App... targets) throws Exception {
        List<String> apps = List.of(targets).stream().map(app -> "{\"app\":{\"id\":\"" + app.id() + "\"}}").toList();
        return user.post("/pipeline-promotions", "{\"pipeline\":{\"id\":\"" + pipeline + "\"},\"source\":{\"app\":{\"id\":\""
                + staging.id() + "\"}},\"targets\":[" + String.join(",", apps) + "]}");
    }

    private JsonNode decided(String promotion) throws Exception {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (user.get("/pipeline-promotions/" + promotion).is(200).text("status").equals("pending")) {
            assertThat(System.nanoTime()).as("the promotion ends in time").isLessThan(deadline);
            Thread.sleep(50);
        }
        return user.get("/pipeline-promotions/" + promotion + "/promotion-targets").is(200).body();
    }

    @Test
    void aPipelineIsFoundByNameAndById() throws Exception {
        assertThat(user.get("/pipelines?eq%5Bname%5D=shop").is(200).body()).hasSize(1);
        assertThat(user.get("/pipelines?eq%5Bname%5D=other").is(200).body()).isEmpty();
        assertThat(user.get("/pipelines/shop").is(200).text("id")).isEqualTo(pipeline);
        assertThat(user.get("/pipelines/" + pipeline).is(200).body().path("owner").path("type").asString()).isEqualTo("user");
    }

    @Test
    void anAppTellsItsPipelineByName() throws Exception {
        JsonNode coupling = user.get("/apps/" + staging.id() + "/pipeline-couplings").is(200).body();

        assertThat(coupling.path("pipeline").path("name").asString()).isEqualTo("shop");
        assertThat(coupling.path("stage").asString()).isEqualTo("staging");
    }

    @Test
    void anAppInNoPipelineHasNoCoupling() throws Exception {
        user.delete(couplingOf(staging)).is(200);

        user.get("/apps/" + staging.name() + "/pipeline-couplings").isError(404, "not_found");
        assertThat(user.get("/pipelines/shop/pipeline-couplings").is(200).body()).hasSize(1);
    }

    @Test
    void anAppIsInOnePipelineOnly() throws Exception {
        couple(staging, "development").isError(422, "invalid_params");
    }

    @Test
    void anAppMovesToAnotherStage() throws Exception {
        user.patch(couplingOf(staging), "{\"stage\":\"development\"}").is(200);

        assertThat(user.get(couplingOf(staging)).is(200).text("stage")).isEqualTo("development");
        user.patch(couplingOf(staging), "{\"stage\":\"moon\"}").isError(422, "invalid_params");
    }

    @Test
    void namesAreUniqueForOneOwnerOnly() throws Exception {
        user.post("/pipelines", "{\"name\":\"shop\"}").isError(422, "invalid_params");
        client(account()).post("/pipelines", "{\"name\":\"shop\"}").is(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "Shop", "1shop", "a b", "shop\\u0000", "$(id)", "ü-pipeline",
        "a234567890123456789012345678901"})
    void namesAreChecked(String name) throws Exception {
        user.post("/pipelines", "{\"name\":\"" + name + "\"}").isError(422, "invalid_params");
        user.patch("/pipelines/shop", "{\"name\":\"" + name + "\"}").isError(422, "invalid_params");
    }

    @Test
    void aPipelineOfSomebodyElseDoesNotExist() throws Exception {
        ApiClient other = client(account());
        String coupling = couplingOf(staging);

        for (String path : new String[] {"/pipelines/shop", "/pipelines/" + pipeline, coupling,
            "/pipelines/" + pipeline + "/pipeline-couplings"}) {
            other.get(path).isError(404, "not_found");
        }
        other.delete("/pipelines/" + pipeline).isError(404, "not_found");
        other.delete(coupling).isError(404, "not_found");
        other.post("/pipeline-couplings", "{\"app\":\"" + staging.name() + "\",\"pipeline\":\"" + pipeline
                + "\",\"stage\":\"test\"}").isError(404, "not_found");
        assertThat(other.get("/pipelines").is(200).body()).isEmpty();
    }

    @Test
    void destroyingAPipelineKeepsItsApps() throws Exception {
        user.delete("/pipelines/" + pipeline, "{\"name\":\"other\"}").isError(422, "invalid_params");
        user.delete("/pipelines/" + pipeline, "{\"name\":\"shop\"}").is(200);

        user.get("/pipelines/shop").isError(404, "not_found");
        user.get("/apps/" + staging.name()).is(200);
    }

    @Test
    void filtersShowTheAppsThatTheCallerMaySee() throws Exception {
        App foreign = testApps.create(account());

        JsonNode apps = user.post("/filters/apps", "{\"in\":{\"id\":[\"" + staging.id() + "\",\"" + foreign.id() + "\",\""
                + UUID.randomUUID() + "\"]}}").is(200).body();

        assertThat(apps).hasSize(1);
        assertThat(apps.get(0).path("name").asString()).isEqualTo(staging.name().value());
    }

    @Test
    void aPromotionRunsTheSourcesSlugWithTheTargetsConfigVars() throws Exception {
        testApps.deployed(staging, owner);
        user.patch("/apps/" + staging.name() + "/config-vars", "{\"WHERE\":\"staging\"}").is(200);
        user.patch("/apps/" + production.name() + "/config-vars", "{\"WHERE\":\"production\"}").is(200);

        JsonNode targets = decided(promote(production).is(201).text("id"));

        assertThat(targets.get(0).path("status").asString()).isEqualTo("succeeded");
        JsonNode release = user.get("/apps/" + production.name() + "/releases/"
                + targets.get(0).path("release").path("id").asString()).is(200).body();
        assertThat(release.path("description").asString()).startsWith("Promote " + staging.name() + " v").endsWith(" 01234567");
        assertThat(release.path("current").asBoolean()).isTrue();
        assertThat(user.get("/apps/" + production.name() + "/releases/" + release.path("version").asInt() + "/config-vars")
                .is(200).text("WHERE")).isEqualTo("production");
        assertThat(engine.dynos(production.key())).isNotEmpty();
    }

    @Test
    void aPromotedSlugHasAnImageOfItsOwn() throws Exception {
        testApps.deployed(staging, owner);
        decided(promote(production).is(201).text("id"));

        Slug source = slugs.of(staging.id()).getFirst();
        Slug promoted = slugs.of(production.id()).getFirst();
        assertThat(promoted.image()).contains(production.key()).isNotEqualTo(source.image());
        assertThat(promoted.commit()).isEqualTo(source.commit());
        assertThat(promoted.checksum()).isNotNull().isEqualTo(source.checksum());

        user.delete("/apps/" + staging.name()).is(200);
        assertThat(builder.deletedImages()).doesNotContain(promoted.image());
        user.get("/apps/" + production.name() + "/releases").is(200);
    }

    @Test
    void aPromotionThatDoesNotBootFailsAndTheTargetGoesOn() throws Exception {
        testApps.deployed(production, owner);
        String command = "crash " + UUID.randomUUID();
        engine.on(command, new InMemoryDynoEngine.Behaviour.Crashes(3, "no such table: users"));
        builder.next(Map.of("web", command));
        testApps.deployed(staging, owner);

        JsonNode target = decided(promote(production).is(201).text("id")).get(0);

        assertThat(target.path("status").asString()).isEqualTo("failed");
        assertThat(target.path("error_message").asString()).isEqualTo("Release v4 failed; the log of this app says why.");
        assertThat(user.get("/apps/" + production.name() + "/releases/3").is(200).body().path("current").asBoolean()).isTrue();
    }

    @Test
    void aSlugWhoseImageIsGoneFailsTheTargetAndMakesNoRelease() throws Exception {
        testApps.deployed(staging, owner);
        builder.deleteImage(slugs.of(staging.id()).getFirst().image());

        JsonNode target = decided(promote(production).is(201).text("id")).get(0);

        assertThat(target.path("status").asString()).isEqualTo("failed");
        assertThat(target.path("release").isNull()).isTrue();
        assertThat(target.path("error_message").asString()).contains("could not be copied");
        assertThat(user.get("/apps/" + production.name() + "/releases").is(200).body()).hasSize(2);
    }

    @Test
    void whatCannotBePromotedIsSaidBeforeAnythingHappens() throws Exception {
        App outside = testApps.create(owner);
        promote(production).isError(422, "invalid_params");
        testApps.deployed(staging, owner);

        promote().isError(422, "invalid_params");
        promote(staging).isError(422, "invalid_params");
        promote(outside).isError(422, "invalid_params");
        promote(testApps.create(account())).isError(404, "not_found");
        user.post("/pipeline-promotions", "{}").isError(422, "invalid_params");
        user.post("/pipeline-promotions", "{\"pipeline\":\"shop\",\"source\":{\"app\":3},\"targets\":[null]}")
                .isError(422, "invalid_params");
        assertThat(user.get("/apps/" + production.name() + "/releases").is(200).body()).hasSize(2);
    }

    @Test
    void whoGetsAPipelineIsOfferedItsApps() throws Exception {
        Account heir = account();
        var transfer = user.post("/pipeline-transfers", "{\"pipeline\":{\"id\":\"" + pipeline + "\"},\"new_owner\":{\"id\":\""
                + heir.id() + "\",\"type\":\"user\"}}").is(201).body();

        assertThat(transfer.path("new_owner").path("id").asString()).isEqualTo(heir.id().toString());
        assertThat(client(heir).get("/account/app-transfers").is(200).body()).hasSize(2);
        assertThat(client(heir).get("/pipelines").is(200).body()).hasSize(1);
        // Until the apps are accepted they are the former owner's, who goes on seeing the pipeline.
        user.get("/pipelines/" + pipeline).is(200);
        user.delete("/pipelines/" + pipeline).isError(403, "forbidden");
    }
}
