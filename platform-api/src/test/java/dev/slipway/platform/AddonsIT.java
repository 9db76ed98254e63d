package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.addon.AddonCatalogue;
import dev.slipway.platform.addon.Addons;
import dev.slipway.platform.addon.TestAddonDriver;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.TestApps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** The life of add-ons and their attachments, with add-ons that are nothing but a name. */
@PlatformTest
class AddonsIT {

    private static final String PASSWORD = "correct horse";

    @LocalServerPort
    private int port;
    @Autowired
    private Accounts accounts;
    @Autowired
    private TestApps testApps;
    @Autowired
    private TestAddonDriver driver;
    @Autowired
    private Addons addons;
    @Autowired
    private AddonCatalogue catalogue;

    private Account owner;
    private ApiClient user;
    private App app;

    /** A failed removal is tried again after seconds, which a busy machine makes many. */
    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }

    @AfterAll
    static void usualPatience() {
        Awaitility.reset();
    }

    @BeforeEach
    void anApp() throws Exception {
        owner = account();
        user = client(owner);
        app = testApps.create(owner);
    }

    @AfterEach
    void nothingWaits() {
        driver.goOn();
        driver.broken(false);
    }

    private Account account() {
        return accounts.create("a-" + UUID.randomUUID() + "@example.org", PASSWORD, false);
    }

    private ApiClient client(Account account) throws Exception {
        return ApiClient.anonymous(port).login(account.email(), PASSWORD);
    }

    private ApiClient.Answer create(App on, String plan) throws Exception {
        return user.post("/apps/" + on.name() + "/addons", "{\"plan\":{\"name\":\"" + plan + "\"},\"config\":{},\"attachment\":{}}");
    }

    private String create() throws Exception {
        return create(app, "memory-db").is(201).text("name");
    }

    private JsonNode config(App of) throws Exception {
        return user.get("/apps/" + of.name() + "/config-vars").is(200).body();
    }

    private List<String> releases(App of) throws Exception {
        List<String> descriptions = new ArrayList<>();
        user.get("/apps/" + of.name() + "/releases").is(200).body().forEach(one -> descriptions.add(one.path("description").asString()));
        return descriptions;
    }

    private static List<String> texts(JsonNode list, String field) {
        List<String> texts = new ArrayList<>();
        list.forEach(one -> texts.add(one.path(field).asString()));
        return texts;
    }

    @Test
    void anAddonBecomesAConfigVarInARelease() throws Exception {
        ApiClient.Answer made = create(app, "memory-db:large").is(201);

        String name = made.text("name");
        assertThat(name).startsWith("memory-db-");
        assertThat(made.text("state")).isEqualTo("provisioned");
        assertThat(made.text("provision_message")).isEqualTo("Database has been created and is available");
        assertThat(made.body().path("config_vars").toString()).isEqualTo("[\"DATABASE_URL\"]");
        assertThat(made.body().path("plan").path("name").asString()).isEqualTo("memory-db:large");
        assertThat(made.body().path("plan").path("price").path("cents").asInt()).isZero();
        assertThat(config(app).path("DATABASE_URL").asString()).isEqualTo("postgres://u:p@db.example.org:5432/" + name);
        assertThat(releases(app)).endsWith("Attach DATABASE (@ref:" + name + ")");
        JsonNode newest = user.get("/apps/" + app.name() + "/releases", "Range", "version ..; order=desc,max=1").body().get(0);
        assertThat(newest.path("addon_plan_names").toString()).isEqualTo("[\"memory-db:large\"]");
    }

    @Test
    void furtherAddonsGetAColourAndEveryoneItsOwn() throws Exception {
        List<CompletableFuture<String>> made = IntStream.range(0, 4).mapToObj(_ -> CompletableFuture.supplyAsync(() -> {
            try {
                return create(app, "memory-db").is(201).body().path("config_vars").get(0).asString();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        })).toList();

        List<String> names = made.stream().map(CompletableFuture::join).toList();

        assertThat(names).doesNotHaveDuplicates().contains("DATABASE_URL")
                .filteredOn(name -> !name.equals("DATABASE_URL")).allMatch(name -> name.matches("MEMORY_DB_[A-Z]+_URL"));
        assertThat(config(app)).hasSize(4);
    }

    @Test
    void aConfigVarOfAnAddonIsItsOwn() throws Exception {
        create();
        String before = config(app).path("DATABASE_URL").asString();

        ApiClient.Answer set = user.patch("/apps/" + app.name() + "/config-vars", "{\"DATABASE_URL\":\"mine\",\"A\":\"1\"}");
        set.isError(422, "invalid_params");
        assertThat(set.text("message")).startsWith("Cannot overwrite attachment values DATABASE_URL.").contains("addons:detach");
        user.patch("/apps/" + app.name() + "/config-vars", "{\"DATABASE_URL\":null}").isError(422, "invalid_params");
        assertThat(config(app).path("DATABASE_URL").asString()).isEqualTo(before);
        assertThat(config(app).has("A")).isFalse();

        String attachment = user.get("/apps/" + app.name() + "/addon-attachments/DATABASE").is(200).text("id");
        user.delete("/addon-attachments/" + attachment).is(200);
        user.patch("/apps/" + app.name() + "/config-vars", "{\"DATABASE_URL\":\"mine\"}").is(200);
        assertThat(config(app).path("DATABASE_URL").asString()).isEqualTo("mine");
    }

    @Test
    void aNameThatAConfigVarHasIsNotTaken() throws Exception {
        user.patch("/apps/" + app.name() + "/config-vars", "{\"DATABASE_URL\":\"mine\"}").is(200);

        assertThat(create(app, "memory-db").is(201).body().path("config_vars").get(0).asString()).startsWith("MEMORY_DB_");
        user.post("/apps/" + app.name() + "/addons", "{\"plan\":\"memory-db\",\"attachment\":{\"name\":\"DATABASE\"}}")
                .isError(422, "invalid_params");
        assertThat(user.get("/apps/" + app.name() + "/addons").body()).hasSize(1);
    }

    @Test
    void aRollbackBringsBackWhatWasSetAndKeepsWhatAddonsExport() throws Exception {
        testApps.deployed(app, owner);
        user.patch("/apps/" + app.name() + "/config-vars", "{\"A\":\"1\"}").is(200);
        JsonNode[] newest = new JsonNode[1];
        await().untilAsserted(() -> {
            newest[0] = user.get("/apps/" + app.name() + "/releases", "Range", "version ..; order=desc,max=1").body().get(0);
            assertThat(newest[0].path("status").asString()).isEqualTo("succeeded");
        });
        String withoutDatabase = newest[0].path("id").asString();
        create();
        user.patch("/apps/" + app.name() + "/config-vars", "{\"A\":\"2\"}").is(200);

        user.post("/apps/" + app.name() + "/releases", "{\"release\":\"" + withoutDatabase + "\"}").is(201);

        assertThat(config(app).path("A").asString()).isEqualTo("1");
        assertThat(config(app).has("DATABASE_URL")).isTrue();
    }

    @Test
    void whatCannotBeMadeLeavesNothingBehind() throws Exception {
        ApiClient.Answer refused = create(app, "memory-db:refused").isError(422, "invalid_params");

        assertThat(refused.text("message")).isEqualTo("The disk of the databases is full. Ask your administrator.");
        assertThat(user.get("/apps/" + app.name() + "/addons").body()).isEmpty();
        assertThat(user.get("/apps/" + app.name() + "/addon-attachments").body()).isEmpty();
        assertThat(releases(app)).hasSize(2);
    }

    @Test
    void whatTakesLongIsAnsweredMeanwhileAndAppearsLater() throws Exception {
        driver.waitAgain();

        ApiClient.Answer made = create(app, "memory-db:slow").is(201);

        assertThat(made.text("state")).isEqualTo("provisioning");
        assertThat(config(app)).isEmpty();
        user.patch("/apps/" + app.name() + "/addons/" + made.text("name"), "{\"plan\":\"memory-db:large\"}")
                .isError(422, "invalid_params");
        driver.goOn();
        await().untilAsserted(() -> assertThat(config(app).has("DATABASE_URL")).isTrue());
        assertThat(user.get("/apps/" + app.name() + "/addons/" + made.text("name")).text("state")).isEqualTo("provisioned");
    }

    @Test
    void destroyingTakesTheConfigVarsOfEveryApp() throws Exception {
        String addon = create();
        App other = testApps.create(owner);
        user.post("/addon-attachments", "{\"addon\":\"" + addon + "\",\"app\":\"" + other.name() + "\",\"name\":\"shared-db\"}").is(201);
        assertThat(config(other).has("SHARED_DB_URL")).isTrue();
        UUID id = UUID.fromString(user.get("/addons/" + addon).text("id"));
        assertThat(driver.has(id)).isTrue();

        assertThat(user.delete("/apps/" + app.name() + "/addons/" + addon, "{\"force\":false}").is(200).text("state"))
                .isEqualTo("deprovisioned");

        assertThat(driver.has(id)).isFalse();
        assertThat(config(app)).isEmpty();
        assertThat(config(other)).isEmpty();
        assertThat(releases(other)).endsWith("Detach SHARED_DB (@ref:" + addon + ")");
        user.get("/addons/" + addon).isError(404, "not_found");
    }

    @Test
    void aRemovalThatFailsIsGoneForTheUserAndTriedAgain() throws Exception {
        String addon = create();
        UUID id = UUID.fromString(user.get("/addons/" + addon).text("id"));
        driver.broken(true);

        assertThat(user.delete("/apps/" + app.name() + "/addons/" + addon).is(200).text("state")).isEqualTo("deprovisioning");

        assertThat(config(app)).isEmpty();
        driver.broken(false);
        await().untilAsserted(() -> assertThat(driver.has(id)).isFalse());
        await().untilAsserted(() -> user.get("/addons/" + addon).isError(404, "not_found"));
    }

    @Test
    void anAppTakesItsAddonsWithItAndLeavesOthersAlone() throws Exception {
        String addon = create();
        UUID id = UUID.fromString(user.get("/addons/" + addon).text("id"));
        App other = testApps.create(owner);
        UUID foreign = UUID.fromString(create(other, "memory-db").is(201).text("id"));
        user.post("/addon-attachments", "{\"addon\":\"" + foreign + "\",\"app\":\"" + app.name() + "\"}").is(201);
        user.post("/addon-attachments", "{\"addon\":\"" + addon + "\",\"app\":\"" + other.name() + "\",\"name\":\"THEIRS\"}").is(201);

        user.delete("/apps/" + app.name()).is(200);

        await().untilAsserted(() -> assertThat(driver.has(id)).isFalse());
        assertThat(driver.has(foreign)).isTrue();
        await().untilAsserted(() -> assertThat(config(other).has("THEIRS_URL")).isFalse());
        assertThat(config(other).has("DATABASE_URL")).isTrue();
    }

    @Test
    void anAddonThatCannotBeRemovedDoesNotKeepTheOthersOfItsApp() throws Exception {
        UUID first = UUID.fromString(create(app, "memory-db").is(201).text("id"));
        UUID second = UUID.fromString(create(app, "memory-db").is(201).text("id"));
        driver.stuck(first, true);
        driver.stuck(second, true);

        user.delete("/apps/" + app.name()).is(200);
        driver.stuck(second, false);

        await().untilAsserted(() -> assertThat(driver.has(second)).isFalse());
        assertThat(driver.has(first)).isTrue();
        driver.stuck(first, false);
        await().untilAsserted(() -> assertThat(driver.has(first)).isFalse());
    }

    @Test
    void anAttachmentIsReplacedOnlyOnConfirmationAndInOneRelease() throws Exception {
        String first = create();
        String second = create();
        String body = "{\"addon\":{\"name\":\"" + second + "\"},\"app\":{\"name\":\"" + app.name() + "\"},\"name\":\"DATABASE\"";
        int before = releases(app).size();

        user.post("/addon-attachments", body + "}").isError(423, "confirmation_required");
        user.post("/addon-attachments", body + ",\"confirm\":\"other\"}").isError(423, "confirmation_required");
        assertThat(releases(app)).hasSize(before);
        user.post("/addon-attachments", body + ",\"confirm\":\"" + app.name() + "\"}").is(201);

        assertThat(config(app).path("DATABASE_URL").asString()).endsWith(second);
        assertThat(releases(app)).hasSize(before + 1).endsWith(
                "Detach DATABASE (@ref:" + first + "), Attach DATABASE (@ref:" + second + ")");
    }

    private ApiClient.Answer replace(String plan) throws Exception {
        return user.post("/apps/" + app.name() + "/addons", "{\"plan\":\"memory-db:" + plan
                + "\",\"attachment\":{\"name\":\"DATABASE\"},\"confirm\":\"" + app.name() + "\"}");
    }

    @Test
    void anAddonThatIsToReplaceAnotherDoesSoWhenItIsThere() throws Exception {
        String first = create();
        String before = config(app).path("DATABASE_URL").asString();
        int releases = releases(app).size();
        driver.waitAgain();

        ApiClient.Answer made = replace("slow").is(201);
        assertThat(made.text("state")).isEqualTo("provisioning");
        assertThat(made.body().path("config_vars").toString()).isEqualTo("[\"DATABASE_URL\"]");
        assertThat(config(app).path("DATABASE_URL").asString()).isEqualTo(before);
        assertThat(user.get("/apps/" + app.name() + "/addon-attachments").body()).hasSize(1);

        driver.goOn();
        await().untilAsserted(() -> assertThat(config(app).path("DATABASE_URL").asString()).endsWith(made.text("name")));
        assertThat(releases(app)).hasSize(releases + 1).endsWith(
                "Detach DATABASE (@ref:" + first + "), Attach DATABASE (@ref:" + made.text("name") + ")");
        assertThat(user.get("/apps/" + app.name() + "/addon-attachments").body()).hasSize(1);
    }

    @Test
    void anAddonThatCannotBeMadeReplacesNothing() throws Exception {
        create();
        String before = config(app).path("DATABASE_URL").asString();
        int releases = releases(app).size();

        replace("refused").isError(422, "invalid_params");

        assertThat(config(app).path("DATABASE_URL").asString()).isEqualTo(before);
        assertThat(releases(app)).hasSize(releases);
        assertThat(user.get("/apps/" + app.name() + "/addon-attachments").body()).hasSize(1);
    }

    @Test
    void aCredentialIsAttachedUnderItsOwnName() throws Exception {
        String addon = create();

        user.post("/addon-attachments", "{\"addon\":\"" + addon + "\",\"app\":\"" + app.name()
                + "\",\"name\":\"READER\",\"namespace\":\"credential:reader\"}").is(201);

        assertThat(config(app).path("READER_URL").asString()).startsWith("postgres://reader:");
        user.post("/addon-attachments", "{\"addon\":\"" + addon + "\",\"app\":\"" + app.name()
                + "\",\"namespace\":\"credential:nobody\"}").isError(422, "invalid_params");
        assertThat(user.get("/addons/" + addon + "/config/credential:nobody").is(200).body()).isEmpty();
    }

    @Test
    void aPlanIsChangedKeepingTheName() throws Exception {
        String addon = create();

        ApiClient.Answer changed = user.patch("/apps/" + app.name() + "/addons/" + addon, "{\"plan\":{\"name\":\"memory-db:large\"}}").is(200);

        assertThat(changed.text("name")).isEqualTo(addon);
        assertThat(changed.body().path("plan").path("name").asString()).isEqualTo("memory-db:large");
        ApiClient.Answer unknown = user.patch("/apps/" + app.name() + "/addons/" + addon, "{\"plan\":\"memory-db:huge\"}");
        unknown.isError(422, "invalid_params");
        assertThat(unknown.text("message")).startsWith("Couldn't find either the add-on").contains("memory-db:small");
    }

    private String plan(String addon) throws Exception {
        return user.get("/addons/" + addon).is(200).body().path("plan").path("name").asString();
    }

    @Test
    void aPlanThatCannotBeGivenIsToldAndLeavesTheOldOne() throws Exception {
        String addon = create();

        user.patch("/apps/" + app.name() + "/addons/" + addon, "{\"plan\":\"memory-db:refused\"}").isError(422, "invalid_params");

        assertThat(plan(addon)).isEqualTo("memory-db:small");
        user.patch("/apps/" + app.name() + "/addons/" + addon, "{\"plan\":\"memory-db:large\"}").is(200);
    }

    @Test
    void aChangeOfPlansThatAnErrorCutOffIsTakenUpAgain() throws Exception {
        String addon = create();
        driver.broken(true);

        user.patch("/apps/" + app.name() + "/addons/" + addon, "{\"plan\":\"memory-db:large\"}").isError(503, "unavailable");
        assertThat(plan(addon)).isEqualTo("memory-db:small");
        driver.broken(false);

        await().untilAsserted(() -> assertThat(plan(addon)).isEqualTo("memory-db:large"));
    }

    @Test
    void whatIsBeingChangedIsDestroyedAfterwards() throws Exception {
        String addon = create();
        UUID id = UUID.fromString(user.get("/addons/" + addon).text("id"));
        driver.waitAgain();
        user.patch("/apps/" + app.name() + "/addons/" + addon, "{\"plan\":\"memory-db:slow\"}").is(200);

        assertThat(user.delete("/apps/" + app.name() + "/addons/" + addon).is(200).text("state")).isEqualTo("deprovisioning");

        assertThat(config(app)).isEmpty();
        driver.goOn();
        await().untilAsserted(() -> user.get("/addons/" + addon).isError(404, "not_found"));
        assertThat(driver.has(id)).isFalse();
    }

    @Test
    void whatCannotBeHadBackIsLeftWhereItIs() {
        UUID id = UUID.randomUUID();

        assertThatThrownBy(() -> addons.adopt(app, id, "memory-db-" + id, catalogue.requirePlan("memory-db:refused")))
                .isInstanceOf(ApiException.class).hasMessageContaining("The disk of the databases is full.")
                .hasMessageContaining("Its data is where it was.");

        assertThat(driver.has(id)).isTrue();
        assertThat(addons.find(id)).isEmpty();
    }

    @Test
    void anAccountHasSoManyAddonsAndNoMore() throws Exception {
        App other = testApps.create(owner);
        for (int i = 0; i < 30; i++) {
            create(i % 2 == 0 ? app : other, "memory-db").is(201);
        }

        ApiClient.Answer refused = create(app, "memory-db").isError(422, "invalid_params");

        assertThat(refused.text("message")).contains("has 30 add-ons").contains("addons:destroy");
        assertThat(user.get("/addons").body()).hasSize(30);
    }

    @Test
    void aPlanThatIsNotOfferedAnyMoreIsNotChosen() throws Exception {
        ApiClient.Answer refused = create(app, "memory-db:sunset").isError(422, "invalid_params");

        assertThat(refused.text("message")).startsWith("The plan memory-db:sunset is not offered any more.").contains("memory-db:small")
                .doesNotContain("memory-db:sunset,");
    }

    @Test
    void aRenamedAddonIsFoundUnderItsNewNameOnly() throws Exception {
        String addon = create();
        String other = create();

        user.patch("/apps/" + app.name() + "/addons/" + addon, "{\"name\":\"" + other + "\"}").isError(422, "invalid_params");
        String name = "shop-" + UUID.randomUUID();
        user.patch("/apps/" + app.name() + "/addons/" + addon, "{\"name\":\"" + name + "\"}").is(200);

        user.get("/addons/" + name).is(200);
        user.get("/addons/" + addon).isError(404, "not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DATABASE", "DATABASE_URL", "database", "memory-db", "memory-db:small"})
    void aWordIsUnderstoodOnAnApp(String word) throws Exception {
        String addon = create();

        JsonNode addons = user.post("/actions/addons/resolve", "{\"addon\":\"" + word + "\",\"app\":\"" + app.name() + "\"}").is(200).body();
        JsonNode attachments = user.post("/actions/addon-attachments/resolve",
                "{\"addon_attachment\":\"" + app.name() + "::" + word + "\"}").is(200).body();

        assertThat(texts(addons, "name")).containsExactly(addon);
        assertThat(texts(attachments, "name")).containsExactly("DATABASE");
        assertThat(attachments.get(0).path("config_vars").toString()).isEqualTo("[\"DATABASE_URL\"]");
    }

    @Test
    void wordsThatMeanNothingAre404AndNamesThatMeanTwoGiveBoth() throws Exception {
        create();
        create();

        assertThat(user.post("/actions/addons/resolve", "{\"addon\":\"nothing\",\"app\":\"" + app.name() + "\"}").isError(404, "not_found")
                .text("resource")).isEqualTo("add_on");
        assertThat(user.post("/actions/addon-attachments/resolve", "{\"addon_attachment\":\"nothing\",\"app\":null}")
                .isError(404, "not_found").text("resource")).isEqualTo("add_on attachment");
        assertThat(user.post("/actions/addons/resolve", "{\"addon\":\"memory-db\",\"app\":\"" + app.name() + "\"}").is(200).body()).hasSize(2);
    }

    @Test
    void strangersSeeNothingOfIt() throws Exception {
        String addon = create();
        String attachment = user.get("/apps/" + app.name() + "/addon-attachments/DATABASE").text("id");
        ApiClient stranger = client(account());

        stranger.get("/addons/" + addon).isError(404, "not_found");
        stranger.get("/addons/" + addon + "/config").isError(404, "not_found");
        stranger.get("/addon-attachments/" + attachment).isError(404, "not_found");
        stranger.delete("/addon-attachments/" + attachment).isError(404, "not_found");
        stranger.post("/actions/addons/resolve", "{\"addon\":\"" + addon + "\"}").isError(404, "not_found");
        assertThat(stranger.get("/addons").body()).isEmpty();
        assertThat(stranger.get("/addon-attachments").body()).isEmpty();
        String own = stranger.post("/apps", "{}").is(201).text("name");
        stranger.post("/addon-attachments", "{\"addon\":\"" + addon + "\",\"app\":\"" + own + "\"}").isError(404, "not_found");
    }

    @Test
    void whoseAppHasItAttachedSeesItAndDoesNotChangeIt() throws Exception {
        String addon = create();
        ApiClient friend = client(account());
        String friendsApp = friend.post("/apps", "{}").is(201).text("name");
        String friendsEmail = friend.get("/account").text("email");
        App shared = testApps.create(owner);
        user.post("/addon-attachments", "{\"addon\":\"" + addon + "\",\"app\":\"" + shared.name() + "\"}").is(201);
        user.post("/apps/" + shared.name() + "/collaborators", "{\"user\":\"" + friendsEmail + "\"}").is(201);

        friend.get("/addons/" + addon).is(200);
        assertThat(texts(friend.get("/addons/" + addon + "/addon-attachments").is(200).body(), "name")).hasSize(1);
        friend.delete("/apps/" + shared.name() + "/addons/" + addon).isError(403, "forbidden");
        friend.post("/addon-attachments", "{\"addon\":\"" + addon + "\",\"app\":\"" + friendsApp + "\"}").isError(403, "forbidden");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"plan\":5}", "{\"plan\":\"nothing:at-all\"}", "{\"plan\":\"memory-db:\"}",
        "{\"plan\":\"memory-db\",\"attachment\":{\"name\":\"1 2\"}}", "{\"plan\":\"memory-db\",\"name\":\"$(id)\"}",
        "{\"plan\":\"memory-db\",\"config\":{\"a\":[1]}}", "{\"plan\":\"memory-db\",\"config\":{\"a\":\"x\\ny\"}}",
        "{\"plan\":\"memory-db\",\"config\":5}"})
    void badInputIsRefusedAndLeavesNothing(String body) throws Exception {
        ApiClient.Answer refused = user.post("/apps/" + app.name() + "/addons", body);

        assertThat(refused.status()).isBetween(400, 422);
        assertThat(refused.text("message")).isNotBlank();
        assertThat(user.get("/apps/" + app.name() + "/addons").body()).isEmpty();
    }

    @Test
    void theCatalogueIsThereForEverybody() throws Exception {
        ApiClient anonymous = ApiClient.anonymous(port);

        assertThat(texts(anonymous.get("/addon-services").is(200).body(), "name")).contains("memory-db");
        assertThat(texts(anonymous.get("/addon-services/memory-db/plans").is(200).body(), "name"))
                .containsExactly("memory-db:small", "memory-db:large", "memory-db:refused", "memory-db:slow");
        ApiClient.Answer unknown = anonymous.get("/addon-services/nothing").isError(404, "not_found");
        assertThat(unknown.text("message")).contains("memory-db");
    }
}
