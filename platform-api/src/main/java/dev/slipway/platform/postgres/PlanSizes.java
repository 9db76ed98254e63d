package dev.slipway.platform.postgres;

import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.addon.Addons;
import org.springframework.stereotype.Component;

/** What plans allow databases. */
@Component
public class PlanSizes {

    private final Addons addons;

    PlanSizes(Addons addons) {
        this.addons = addons;
    }

    /** Connections that all credentials of the add-on's database may have open together. */
    public int connections(Addon addon) {
        return PostgresPlan.of(addons.plan(addon)).connections();
    }

    /** Bytes on disk that the add-on's plan allows. */
    public long bytes(Addon addon) {
        return PostgresPlan.of(addons.plan(addon)).size().toBytes();
    }
}
