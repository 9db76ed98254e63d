package dev.slipway.platform.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.platform.ApiClient;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.addon.AddonState;
import dev.slipway.platform.addon.Addons;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.TestApps;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Makes add-ons of {@code memory-db} and acts as their provider, who exports {@code MEMORY_DB_A} to {@code MEMORY_DB_H}. */
final class TestPartner {

    /** Nobody listens there. */
    private static final URI NOWHERE = URI.create("http://127.0.0.1:1/resources");
    private static final String PASSWORD = "correct horse";

    private final int port;
    private final Accounts accounts;
    private final TestApps apps;
    private final Addons addons;
    private final Grants grants;

    TestPartner(int port, Accounts accounts, TestApps apps, Addons addons, Grants grants, PartnerManifests manifests) {
        this.port = port;
        this.accounts = accounts;
        this.apps = apps;
        this.addons = addons;
        this.grants = grants;
        manifests.add(new PartnerManifest("memory-db", "MEMORY_DB", NOWHERE, Optional.empty(), "id", "password", "salt", "secret",
                Set.of("MEMORY_DB_A", "MEMORY_DB_B", "MEMORY_DB_C", "MEMORY_DB_D", "MEMORY_DB_E", "MEMORY_DB_F", "MEMORY_DB_G",
                        "MEMORY_DB_H"), "here"));
    }

    /** A new add-on of a new app, whose provider has not been asked for it; it is provisioned, but of the plan {@code slow}. */
    Addon addon(String plan) throws Exception {
        Account owner = accounts.create("p-" + UUID.randomUUID() + "@example.org", PASSWORD, false);
        App app = apps.create(owner);
        int status = HttpClient.newHttpClient().send(HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/apps/" + app.name() + "/addons"))
                .header("Authorization", "Bearer " + ApiClient.token(port, owner.email(), PASSWORD))
                .header("Accept", "application/vnd.heroku+json; version=3").header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"plan\":\"memory-db:" + plan + "\"}")).build(), BodyHandlers.discarding()).statusCode();
        assertThat(status).isEqualTo(201);
        if (!plan.equals("slow")) {
            await().atMost(Duration.ofMinutes(1)).until(() -> addons.of(app).getFirst().state() == AddonState.PROVISIONED);
        }
        return addons.of(app).getFirst();
    }

    /** The credentials of the provider for the add-on, which is ordered by this. */
    String order(Addon addon) {
        return "Bearer " + grants.exchange(grants.issue(addon).secret().value(), _ -> true).orElseThrow().access().value();
    }
}
