package dev.slipway.platform.addon;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A change of plans for drivers whose {@link AddonDriver#provision} makes what is there already as the plan says. */
public final class PlanChange {

    private static final Logger LOG = LoggerFactory.getLogger(PlanChange.class);

    private PlanChange() {}

    /** Makes it anew on its data; if that does not come up, as it was before. */
    public static ProvisionOutcome anew(AddonDriver driver, Addon addon, Plan from, Plan to) {
        ProvisionOutcome outcome;
        try {
            outcome = driver.provision(addon, to);
        } catch (RuntimeException e) {
            LOG.error("Add-on does not run with another plan, addon={} plan={}", addon.name(), to.name(), e);
            outcome = new ProvisionOutcome.Failed(addon.name() + " does not start with the plan " + to.name() + ", and keeps "
                    + from.name() + ".");
        }
        if (outcome instanceof ProvisionOutcome.Failed) {
            driver.provision(addon, from);
        }
        return outcome;
    }
}
