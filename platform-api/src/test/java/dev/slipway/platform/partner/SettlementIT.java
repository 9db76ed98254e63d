package dev.slipway.platform.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.platform.PlatformTest;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.addon.AddonState;
import dev.slipway.platform.addon.Addons;
import dev.slipway.platform.addon.TestAddonDriver;
import dev.slipway.platform.app.TestApps;
import dev.slipway.platform.configvar.ConfigVars;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** What apps get of what providers say, whatever happens at the same time. */
@PlatformTest
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SettlementIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    @LocalServerPort
    private int port;
    @Autowired
    private Accounts accounts;
    @Autowired
    private TestApps apps;
    @Autowired
    private Addons addons;
    @Autowired
    private TestAddonDriver driver;
    @Autowired
    private Grants grants;
    @Autowired
    private PartnerManifests manifests;
    @Autowired
    private ProviderController controller;
    @Autowired
    private Settlement settlement;
    @Autowired
    private ConfigVars configVars;
    @Autowired
    private TransactionTemplate transaction;
    @Autowired
    private JdbcTemplate sql;

    private TestPartner partner;

    @BeforeEach
    void aProvider() {
        partner = new TestPartner(port, accounts, apps, addons, grants, manifests);
    }

    @AfterEach
    void nothingWaits() {
        driver.goOn();
    }

    private Map<String, String> vars(Addon addon) {
        return configVars.of(addon.appId());
    }

    private void patch(Addon addon, String credentials, String name, String value) {
        controller.configure(addon.id().toString(), credentials,
                new ProviderController.ConfigRequest(List.of(new ProviderController.ConfigView(name, value))));
    }

    @Test
    void allThatAProviderSetsAtTheSameTimeReachesTheApp() throws Exception {
        Addon addon = partner.addon("small");
        String credentials = partner.order(addon);

        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Void>> patches = Stream.of("A", "B", "C", "D", "E", "F", "G", "H").map(letter ->
                    CompletableFuture.runAsync(() -> patch(addon, credentials, "MEMORY_DB_" + letter, letter), each)).toList();
            patches.forEach(CompletableFuture::join);
        }

        assertThat(vars(addon)).isEqualTo(Map.of("DATABASE_A", "A", "DATABASE_B", "B", "DATABASE_C", "C", "DATABASE_D", "D",
                "DATABASE_E", "E", "DATABASE_F", "F", "DATABASE_G", "G", "DATABASE_H", "H"));
    }

    @Test
    void whatAProviderSetsWhileItsAnswerIsStoredReachesTheApp() throws Exception {
        driver.waitAgain();
        Addon addon = partner.addon("slow");
        assertThat(addon.state()).isEqualTo(AddonState.PROVISIONING);
        patch(addon, partner.order(addon), "MEMORY_DB_A", "said meanwhile");
        assertThat(vars(addon)).isEmpty();

        driver.goOn(); // what was said before is stored now

        await().atMost(SOON).until(() -> vars(addon).equals(Map.of("DATABASE_A", "said meanwhile")));
        await("that nothing is left to do").atMost(SOON).until(() -> !grants.unpublished().contains(addon.id()));
    }

    @Test
    void aChangeThatCannotBeStoredIsForgottenAltogether() throws Exception {
        Addon addon = partner.addon("small");
        String credentials = partner.order(addon);
        patch(addon, credentials, "MEMORY_DB_A", "a");
        sql.execute("create function refuse() returns trigger language plpgsql as $$ begin raise exception 'refused'; end $$");
        sql.execute("create trigger refuse before update on addon_config for each row when (old.addon_id = '" + addon.id()
                + "') execute function refuse()");
        try {
            assertThat(CompletableFuture.runAsync(() -> patch(addon, credentials, "MEMORY_DB_B", "b"))).failsWithin(SOON);
        } finally {
            sql.execute("drop function refuse cascade");
        }

        assertThat(grants.config(addon)).isEqualTo(Map.of("MEMORY_DB_A", "a"));
        assertThat(vars(addon)).isEqualTo(Map.of("DATABASE_A", "a"));
    }

    @Test
    void anAddonThatIsHeldUpKeepsNeitherOthersNorThePlatformWaiting() throws Exception {
        List<Addon> both = List.of(partner.addon("small"), partner.addon("small"));
        both.forEach(partner::order);
        transaction.executeWithoutResult(_ -> {
            sql.queryForList("select id from addon where id = ? for update", both.getFirst().id());
            CompletableFuture.runAsync(() -> transaction.executeWithoutResult(_ -> both.forEach(
                    addon -> grants.configure(addon, Map.of("MEMORY_DB_A", Optional.of("a")))))).join();

            settlement.begin();

            await().atMost(SOON).until(() -> vars(both.getLast()).equals(Map.of("DATABASE_A", "a")));
            assertThat(vars(both.getFirst())).doesNotContainKey("DATABASE_A");
        });

        await().atMost(SOON).until(() -> vars(both.getFirst()).equals(Map.of("DATABASE_A", "a")));
    }

    @Test
    void whatTheManifestDoesNotListAnyMoreIsNotExported() throws Exception {
        Addon addon = partner.addon("small");
        partner.order(addon);

        grants.configure(addon, Map.of("MEMORY_DB_A", Optional.of("a"), "MEMORY_DB_OLD", Optional.of("of last year")));

        await().atMost(SOON).until(() -> vars(addon).equals(Map.of("DATABASE_A", "a")));
    }
}
