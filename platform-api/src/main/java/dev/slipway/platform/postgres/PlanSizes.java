package dev.slipway.platform.postgres;

import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.addon.Addons;
import org.springframework.stereotype.Component;

/** How large databases may be. */
@Component
public class PlanSizes {

    private final Addons addons;

    PlanSizes(Addons addons) {
        this.addons = addons;
    }

    /** Bytes on disk that the add-on's plan allows. */
    public long bytes(Addon addon) {
        return PostgresPlan.of(addons.plan(addon)).size().toBytes();
    }
}
