package dev.slipway.platform.postgres;

import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.addon.AddonCatalogue;
import dev.slipway.platform.addon.Addons;
import dev.slipway.platform.addon.Plan;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.backing.BackingServices;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Databases on servers that run, of which this platform's own database does not know: it was lost, or restored from before they
 * were made. They are given back to apps with their data, address and passwords.
 */
@Component
class Orphans {

    private final BackingServices services;
    private final Register register;
    private final DatabaseRecords records;
    private final Addons addons;
    private final AddonCatalogue catalogue;

    Orphans(BackingServices services, Register register, DatabaseRecords records, Addons addons, AddonCatalogue catalogue) {
        this.services = services;
        this.register = register;
        this.records = records;
        this.addons = addons;
        this.catalogue = catalogue;
    }

    /** One of them, and the server that it is on. */
    record Orphan(String server, Register.Noted noted) {}

    List<Orphan> all() {
        return services.running().stream().filter(Servers::isOne).flatMap(this::on).toList();
    }

    private Stream<Orphan> on(String server) {
        return register.read(server).stream().filter(noted -> addons.find(noted.id()).isEmpty())
                .map(noted -> new Orphan(server, noted));
    }

    /**
     * Gives one to an app, which gets a release with its config vars.
     *
     * @throws ApiException 404 if there is none of that name or id, 422 if it cannot be had back
     */
    Addon adopt(String nameOrId, App app) {
        Orphan orphan = all().stream().filter(one -> one.noted().name().equals(nameOrId)
                || one.noted().id().toString().equals(nameOrId)).findFirst()
                .orElseThrow(() -> ApiException.notFound("orphan", "There is no database of that name without an app. See which "
                        + "there are with: ./slipway addons orphans"));
        Plan plan = catalogue.requirePlan(orphan.noted().plan());
        records.reserveServer(orphan.server(), PostgresPlan.of(plan).sharedBy());
        records.adopt(orphan.noted(), orphan.server(), credentials(orphan.noted()));
        return addons.adopt(app, orphan.noted().id(), orphan.noted().name(), plan);
    }

    private List<Register.Kept> credentials(Register.Noted noted) {
        try {
            return register.credentials(noted);
        } catch (IllegalStateException e) {
            throw ApiException.invalid("The passwords of " + noted.name() + " were encrypted under another key file. Put that of "
                    + "your backup back (keys/vault.key in the volume slipway-platform), and restart the platform.");
        }
    }
}
