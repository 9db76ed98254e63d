package dev.slipway.platform.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.ApiClient;
import dev.slipway.platform.PlatformTest;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.TestApps;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Pipelines and what else of the CLI needs the API only, typed by a user. */
@PlatformTest
class PipelinesCliIT {

    private static final String PASSWORD = "correct horse";

    @LocalServerPort
    private int port;
    @Autowired
    private Accounts accounts;
    @Autowired
    private TestApps testApps;
    @TempDir
    Path home;

    private Account owner;
    private HerokuCli heroku;

    @BeforeEach
    void aUser() throws Exception {
        owner = account();
        heroku = cli(owner, home);
    }

    private Account account() {
        return accounts.create("cli-" + UUID.randomUUID() + "@example.org", PASSWORD, false);
    }

    private HerokuCli cli(Account account, Path folder) throws Exception {
        return HerokuCli.onApi(port, ApiClient.token(port, account.email(), PASSWORD), folder);
    }

    private String run(String... arguments) {
        return heroku.run(arguments).succeeds().output();
    }

    @Test
    void aPipelineFromItsCreationToItsEnd() throws Exception {
        App staging = testApps.create(owner);
        App production = testApps.create(owner);
        String from = staging.name().value();
        String to = production.name().value();
        testApps.deployed(staging, owner);

        assertThat(run("pipelines:create", "shop", "-a", from, "-s", "staging"))
                .contains("Creating shop pipeline... done").contains("pipeline as staging... done");
        assertThat(run("pipelines:add", "shop", "-a", to, "-s", "development")).contains("pipeline as development... done");
        assertThat(run("pipelines:update", "-a", to, "-s", "production")).contains("production... done");
        assertThat(run("pipelines")).contains("My Pipelines").contains("shop");
        assertThat(run("pipelines:info", "shop")).contains("owner: ").contains(owner.email()).contains(from).contains(to);
        assertThat(run("apps:info", "-a", from)).contains("shop");

        assertThat(run("pipelines:promote", "-a", from)).contains("Starting promotion to production")
                .contains("Promotion successful").contains("succeeded");
        assertThat(run("releases", "-a", to)).contains("Promote " + from + " v3").contains("Current: v3");

        assertThat(run("pipelines:rename", "shop", "store")).contains("Renaming shop pipeline to store... done");
        assertThat(run("pipelines:remove", "-a", from)).contains("Removing").contains("done");
        assertThat(heroku.run("pipelines:promote", "-a", from).fails().output()).contains("Couldn't find that pipeline coupling.");
        assertThat(run("pipelines:destroy", "store")).contains("Destroying store pipeline... done");
        assertThat(heroku.run("pipelines:info", "store").fails().output()).contains("Pipeline not found");
    }

    @Test
    void aPipelineAndAnAppAreGivenAway(@TempDir Path otherHome) throws Exception {
        Account heir = account();
        App app = testApps.create(owner);
        String name = app.name().value();
        run("pipelines:create", "gift", "-a", name, "-s", "staging");
        // The CLI looks the heir up, and only people who share something find each other.
        run("access:add", heir.email(), "-a", name);

        assertThat(run("pipelines:transfer", heir.email(), "-p", "gift", "--confirm", "gift")).contains("Transferring gift")
                .contains("done");
        assertThat(cli(heir, otherHome).run("pipelines").succeeds().output()).contains("gift");
        assertThat(run("apps:transfer", heir.email(), "-a", name)).contains("email sent");
        assertThat(run("apps:info", "-s", "-a", name)).contains("owner=" + owner.email());
    }

    @Test
    void featuresAreSeenAndTurnedOn() {
        String app = testApps.create(owner).name().value();

        assertThat(run("labs", "-a", app)).contains("[ ] runtime-dyno-metadata").doesNotContain("preboot");
        assertThat(run("labs:info", "runtime-dyno-metadata", "-a", app)).contains("Enabled:     false");
        assertThat(run("labs:enable", "runtime-dyno-metadata", "-a", app)).contains("Enabling runtime-dyno-metadata for").contains("done");
        assertThat(run("labs", "-a", app)).contains("[+] runtime-dyno-metadata");
        assertThat(run("labs:disable", "runtime-dyno-metadata", "-a", app, "--confirm", app)).contains("done");
        assertThat(run("features", "-a", app)).contains("[+] preboot").contains("[+] runtime-heroku-exec");
        assertThat(run("features:info", "preboot", "-a", app)).contains("Enabled:     true");
        assertThat(heroku.run("features:disable", "preboot", "-a", app).fails().output()).contains("always on");
        assertThat(heroku.run("labs:enable", "nonsense", "-a", app).fails().output()).contains("Couldn't find that feature.");
    }

    @Test
    void keysAreAddedAndRemoved() throws Exception {
        Files.writeString(home.resolve("id.pub"),
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJkTwNagkGETF8FTQHz4uCtg86NVhIpyk1LCpYXPCUDN student@laptop\n");

        assertThat(run("keys:add", home + "/id.pub")).contains("SSH key... done").contains("git works over https here");
        assertThat(run("keys")).contains(owner.email() + " keys").contains("student@laptop");
        assertThat(heroku.run("keys:add", home + "/id.pub").fails().output()).contains("already.");
        assertThat(run("keys:remove", "student@laptop")).contains("done");
        assertThat(run("keys:clear")).contains("done");
        assertThat(run("keys")).contains("You have no SSH keys");
    }

    @Test
    void commandsForWhatIsNotHereEndWithASentence() {
        App app = testApps.create(owner);
        String name = app.name().value();
        String other = testApps.create(owner).name().value();

        assertThat(run("status")).contains("Apps:      Yellow").contains("Data:      No known issues at this time.")
                .contains("No router is connected to the platform");
        assertThat(run("regions")).contains("us");
        assertThat(run("apps:diff", name, other)).contains("property");
        assertThat(run("apps:info", "-j", "-a", name)).contains("\"pipeline_coupling\"");
        assertThat(run("usage:addons", "-a", name)).contains("No usage found for app");
        assertThat(run("addons:services")).doesNotContain("Error");
        assertThat(heroku.run("addons:create", "papertrail", "-a", name).fails().output())
                .contains("Couldn't find that add-on service.").contains("not_found");
        assertThat(heroku.run("addons:plans", "papertrail").fails().output()).contains("Couldn't find that add-on service.");
        assertThat(heroku.run("spaces:info", "x").fails().output()).contains("Slipway has no private spaces");
        assertThat(heroku.run("telemetry", "-a", name).fails().output()).contains("Slipway sends no telemetry.");
    }
}
