package dev.slipway.platform.addon;

import java.util.List;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * At the start compares the catalogue with the add-ons that there are: an add-on whose plan no file has any more could be
 * neither watched nor changed nor removed.
 */
@Component
class PlansInUse implements SmartInitializingSingleton {

    private final AddonRepository addons;
    private final AddonCatalogue catalogue;

    PlansInUse(AddonRepository addons, AddonCatalogue catalogue) {
        this.addons = addons;
        this.catalogue = catalogue;
    }

    /** @throws CatalogueException naming each plan that is missing, and who has it */
    @Override
    public void afterSingletonsInstantiated() {
        List<String> missing = addons.findPlans().stream().filter(plan -> catalogue.plan(plan).isEmpty()).map(this::mistake).toList();
        if (!missing.isEmpty()) {
            throw new CatalogueException(missing);
        }
    }

    private String mistake(String plan) {
        List<AddonEntity> having = addons.findByPlanOrderByName(plan);
        return "no file has the plan " + plan + ", but " + having.getFirst().name
                + (having.size() == 1 ? " has it" : " and " + (having.size() - 1) + " more add-ons have it")
                + "; put it back, with 'retired: true' if nobody is to choose it any more";
    }
}
