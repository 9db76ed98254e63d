package dev.slipway.platform.partner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.PlatformTest;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.addon.Addons;
import dev.slipway.platform.app.TestApps;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

@PlatformTest
class GrantsIT {

    @LocalServerPort
    private int port;
    @Autowired
    private Accounts accounts;
    @Autowired
    private TestApps apps;
    @Autowired
    private Addons addons;
    @Autowired
    private Grants grants;
    @Autowired
    private PartnerManifests manifests;
    @Autowired
    private JdbcTemplate sql;

    private Addon addon;

    @BeforeEach
    void anAddon() throws Exception {
        addon = new TestPartner(port, accounts, apps, addons, grants, manifests).addon("small");
    }

    private String code() {
        return grants.issue(addon).secret().value();
    }

    private Grants.Tokens tokens() {
        return grants.exchange(code(), addon.id()::equals).orElseThrow();
    }

    @Test
    void aCodeIsGoodOnceAlsoForTwoWhoBringItTogether() {
        String code = code();

        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Optional<Grants.Tokens>>> brought = Stream.generate(
                    () -> CompletableFuture.supplyAsync(() -> grants.exchange(code, _ -> true), each)).limit(4).toList();

            assertThat(brought.stream().map(CompletableFuture::join).filter(Optional::isPresent)).hasSize(1);
        }
    }

    @Test
    void aCodeStaysGoodWhenSomebodyElseBringsIt() {
        String code = code();

        assertThat(grants.exchange(code, _ -> false)).isEmpty();
        assertThat(grants.exchange(code, addon.id()::equals)).isPresent();
    }

    @Test
    void anOldCodeIsNotGood() {
        String code = code();
        sql.update("update partner_grant set code_expires_at = now() - interval '1 second' where addon_id = ?", addon.id());

        assertThat(grants.exchange(code, _ -> true)).isEmpty();
    }

    @Test
    void anAccessTokenOpensItsAddonUntilItIsOldOrRefreshed() {
        Grants.Tokens first = tokens();
        assertThat(grants.addonOf(first.access().value())).contains(addon.id());
        assertThat(grants.refresh(first.refresh().value(), _ -> false)).isEmpty();

        Grants.Tokens second = grants.refresh(first.refresh().value(), _ -> true).orElseThrow();
        assertThat(grants.addonOf(first.access().value())).isEmpty();
        assertThat(grants.addonOf(second.access().value())).contains(addon.id());

        sql.update("update partner_grant set access_expires_at = now() - interval '1 second' where addon_id = ?", addon.id());
        assertThat(grants.addonOf(second.access().value())).isEmpty();
        assertThat(grants.refresh(second.refresh().value(), _ -> true)).isPresent();
    }

    @Test
    void aProviderThatIsAskedAgainKeepsItsTokensAndWhatItSaid() {
        Grants.Tokens tokens = tokens();
        grants.configure(addon, Map.of("MEMORY_DB_A", Optional.of("a"), "MEMORY_DB_B", Optional.of("b")));

        code();

        assertThat(grants.addonOf(tokens.access().value())).contains(addon.id());
        assertThat(grants.configure(addon, Map.of("MEMORY_DB_A", Optional.empty()))).isEqualTo(Map.of("MEMORY_DB_B", "b"));
        assertThat(grants.config(addon)).isEqualTo(Map.of("MEMORY_DB_B", "b"));
    }

    @Test
    void whatIsStoredTellsNeitherTokensNorValues() {
        Grants.Tokens tokens = tokens();
        grants.configure(addon, Map.of("MEMORY_DB_A", Optional.of("the value")));

        String row = sql.queryForMap("select encode(access_hash, 'escape') || encode(refresh_hash, 'escape') || "
                + "encode(config, 'escape') as text from partner_grant where addon_id = ?", addon.id()).get("text").toString();

        assertThat(row).doesNotContain(tokens.access().value(), tokens.refresh().value(), "the value");
    }
}
