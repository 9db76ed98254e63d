package dev.slipway.platform.postgres;

import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.addon.AddonDriver;
import dev.slipway.platform.addon.AddonService;
import dev.slipway.platform.addon.Plan;
import dev.slipway.platform.addon.ProvisionOutcome;
import dev.slipway.platform.addon.ProvisionOutcome.Failed;
import dev.slipway.platform.addon.ProvisionOutcome.Ready;
import dev.slipway.platform.backing.NotRunnableException;
import dev.slipway.platform.addon.SettingsReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Makes databases on PostgreSQL servers of Slipway's own: on one that many share, or on one for the add-on alone. */
@Component
class PostgresDriver implements AddonDriver {

    static final String KIND = "postgres";

    private final Servers servers;
    private final DatabaseRecords records;
    private final DatabaseMaker maker;
    private final Databases databases;
    private final DatabaseLocks locks;
    private final Register register;

    PostgresDriver(Servers servers, DatabaseRecords records, DatabaseMaker maker, Databases databases, DatabaseLocks locks,
                   Register register) {
        this.servers = servers;
        this.records = records;
        this.maker = maker;
        this.databases = databases;
        this.locks = locks;
        this.register = register;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public void check(AddonService service) {
        if (!service.settings().isEmpty()) {
            throw new IllegalArgumentException("settings of PostgreSQL belong to each plan, not to the service");
        }
        SettingsReader.check(service, PostgresPlan::of);
    }

    @Override
    public ProvisionOutcome provision(Addon addon, Plan plan) {
        return runnable(addon, () -> {
            PostgresPlan wanted = PostgresPlan.of(plan);
            DatabaseEntity database = servers.place(addon.id(), wanted);
            List<Credential> credentials = records.credentials(addon.id());
            maker.make(database.server, database, credentials, wanted);
            register.note(addon, database, credentials);
            return ready(addon);
        });
    }

    private ProvisionOutcome runnable(Addon addon, Supplier<ProvisionOutcome> work) {
        try {
            return locks.with(addon.id(), work);
        } catch (NotRunnableException e) {
            return new Failed(String.valueOf(e.getMessage()));
        }
    }

    private Ready ready(Addon addon) {
        return new Ready(Map.of("URL", databases.url(addon, Addon.DEFAULT_CREDENTIAL)), "");
    }

    @Override
    public ProvisionOutcome change(Addon addon, Plan from, Plan to) {
        return runnable(addon, () -> {
            PostgresPlan before = PostgresPlan.of(from);
            PostgresPlan wanted = PostgresPlan.of(to);
            if (!before.sharedBy().equals(wanted.sharedBy())) {
                return new Failed("The plans " + from.name() + " and " + to.name() + " are on different servers. Make a new "
                        + "database with heroku addons:create " + to.name() + ", copy the data with heroku pg:copy, and "
                        + "change over with heroku pg:promote.");
            }
            DatabaseEntity database = servers.place(addon.id(), wanted);
            maker.limit(database.server, database, records.credentials(addon.id()), wanted);
            return ready(addon);
        });
    }

    @Override
    public void deprovision(Addon addon) {
        locks.with(addon.id(), () -> {
            records.find(addon.id()).ifPresent(this::remove);
            return null;
        });
    }

    private void remove(DatabaseEntity database) {
        if (database.server.equals(Servers.own(database.addonId))) {
            servers.remove(database.server);
        } else if (servers.exists(database.server)) {
            maker.drop(database.server, database, records.credentials(database.addonId));
        }
        records.forget(database.addonId);
    }

    @Override
    public Optional<Map<String, String>> credential(Addon addon, String credential) {
        return records.credential(addon.id(), credential)
                .map(found -> Map.of("URL", databases.url(databases.require(addon), found)));
    }
}
