package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.TestApps;
import dev.slipway.platform.build.Slugs;
import dev.slipway.platform.feature.DynoMetadata;
import dev.slipway.platform.release.Release;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Features of apps, which accounts have none of. */
@PlatformTest
class FeaturesIT {

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
    private DynoMetadata metadata;

    private Account owner;
    private ApiClient user;
    private App app;
    private String features;

    @BeforeEach
    void anApp() throws Exception {
        owner = accounts.create("f-" + UUID.randomUUID() + "@example.org", PASSWORD, false);
        user = ApiClient.anonymous(port).login(owner.email(), PASSWORD);
        app = testApps.create(owner);
        features = "/apps/" + app.name() + "/features";
    }

    @Test
    void whatEveryAppHasIsOnAndStaysOn() throws Exception {
        assertThat(user.get(features + "/preboot").is(200).body().path("enabled").asBoolean()).isTrue();
        assertThat(user.patch(features + "/preboot", "{\"enabled\":true}").is(200).text("state")).isEqualTo("general");
        user.patch(features + "/preboot", "{\"enabled\":false}").isError(422, "invalid_params");
    }

    @Test
    void aFeatureIsTurnedOnAndOff() throws Exception {
        String metadataFeature = features + "/runtime-dyno-metadata";
        assertThat(user.get(metadataFeature).is(200).body().path("enabled").asBoolean()).isFalse();

        user.patch(metadataFeature, "{\"enabled\":true}").is(200);
        user.patch(metadataFeature, "{\"enabled\":true}").is(200);
        assertThat(user.get(metadataFeature).is(200).body().path("enabled").asBoolean()).isTrue();

        user.patch(metadataFeature, "{\"enabled\":false}").is(200);
        assertThat(user.get(metadataFeature).is(200).body().path("enabled").asBoolean()).isFalse();
        user.patch(metadataFeature, "{}").isError(422, "invalid_params");
        user.patch(metadataFeature, "{\"enabled\":\"perhaps\"}").isError(400, "bad_request");
    }

    @Test
    void dynosKnowTheirAppAndReleaseOnceTheFeatureIsOn() throws Exception {
        Release release = testApps.deployed(app, owner);
        var slug = slugs.of(app.id()).getFirst();
        Map<String, String> config = Map.of("HEROKU_APP_NAME", "mine", "A", "b");
        assertThat(metadata.addTo(config, app, release, slug)).isEqualTo(config);

        user.patch(features + "/runtime-dyno-metadata", "{\"enabled\":true}").is(200);

        assertThat(metadata.addTo(config, app, release, slug)).containsEntry("HEROKU_RELEASE_VERSION", "v3")
                .containsEntry("HEROKU_SLUG_COMMIT", slug.commit()).containsEntry("HEROKU_APP_NAME", "mine").containsEntry("A", "b");
    }

    @Test
    void unknownFeaturesAreNotFoundSoThatTheCliLooksAtTheApp() throws Exception {
        user.get("/account/features/preboot").isError(404, "not_found");
        user.patch("/account/features/preboot", "{\"enabled\":true}").isError(404, "not_found");
        user.get(features + "/nonsense").isError(404, "not_found");
        assertThat(user.get("/account/features").is(200).body()).isEmpty();
    }
}
