package dev.slipway.platform.addon;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.platform.PlatformTest;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.TestApps;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

@PlatformTest
class PlansInUseIT {

    @Autowired
    private PlansInUse plans;
    @Autowired
    private Accounts accounts;
    @Autowired
    private TestApps apps;
    @Autowired
    private JdbcTemplate sql;

    @Test
    void aPlanThatAddonsHaveMustBeInTheCatalogue() {
        App app = apps.create(accounts.create("p-" + UUID.randomUUID() + "@example.org", "correct horse", false));
        plans.afterSingletonsInstantiated();
        for (String name : new String[] {"memory-db-a", "memory-db-b"}) {
            sql.update("insert into addon (id, name, app_id, service, plan, state, created_at, updated_at) "
                    + "values (?, ?, ?, 'memory-db', 'memory-db:gone', 'provisioned', now(), now())", UUID.randomUUID(), name, app.id());
        }
        try {
            assertThatThrownBy(plans::afterSingletonsInstantiated).isInstanceOf(CatalogueException.class)
                    .hasMessageContaining("no file has the plan memory-db:gone, but memory-db-a and 1 more add-ons have it; put it back, "
                            + "with 'retired: true'");
        } finally {
            sql.update("delete from addon where plan = 'memory-db:gone'");
        }
    }
}
