package dev.slipway.platform.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.platform.PlatformTest;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.addon.Addons;
import dev.slipway.platform.app.TestApps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** Providers that are gone for good. */
@PlatformTest
@ExtendWith(OutputCaptureExtension.class)
class RemovalsIT {

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
    private PartnerDriver driver;
    @Autowired
    private JdbcTemplate sql;

    @Test
    void aProviderIsAskedForDaysToRemoveAnAddonAndThenItCountsAsRemoved(CapturedOutput log) throws Exception {
        TestPartner partner = new TestPartner(port, accounts, apps, addons, grants, manifests);
        Addon addon = partner.addon("small");
        partner.order(addon);

        assertThatThrownBy(() -> driver.deprovision(addon)).isInstanceOf(PartnerException.class).hasMessageContaining("cannot be reached");
        assertThat(sql.update("update partner_grant set removal_failing_since = removal_failing_since - interval '71 hours' "
                + "where addon_id = ?", addon.id())).isEqualTo(1);
        assertThatThrownBy(() -> driver.deprovision(addon)).isInstanceOf(PartnerException.class);
        sql.update("update partner_grant set removal_failing_since = removal_failing_since - interval '2 hours' where addon_id = ?",
                addon.id());
        driver.deprovision(addon);

        assertThat(log.getOut().lines().filter(line -> line.contains("counts as removed"))).singleElement().asString()
                .contains("WARN", "cannot be reached", addon.name(), "http://127.0.0.1:1/resources/" + addon.id());
    }
}
