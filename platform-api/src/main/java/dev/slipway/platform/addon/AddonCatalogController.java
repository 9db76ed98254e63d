package dev.slipway.platform.addon;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Public;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.addon.AddonViews.PlanView;
import dev.slipway.platform.addon.AddonViews.ServiceView;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code /addon-services} and their plans, and what an app used up of its add-ons. */
@RestController
class AddonCatalogController {

    private final AddonCatalogue catalogue;
    private final AddonViews views;

    AddonCatalogController(AddonCatalogue catalogue, AddonViews views) {
        this.catalogue = catalogue;
        this.views = views;
    }

    record UsageView(List<Object> addons) {}

    @Public("the same for everybody")
    @GetMapping("/addon-services")
    List<ServiceView> services() {
        return catalogue.services().stream().map(views::view).toList();
    }

    @Public("the same for everybody")
    @GetMapping("/addon-services/{service}")
    ServiceView service(@PathVariable("service") String nameOrId) {
        return views.view(catalogue.require(nameOrId));
    }

    @Public("the same for everybody")
    @GetMapping("/addon-services/{service}/plans")
    List<PlanView> plans(@PathVariable("service") String nameOrId) {
        AddonService service = catalogue.require(nameOrId);
        return service.offered().stream().map(plan -> views.view(service, plan)).toList();
    }

    @Public("the same for everybody")
    @GetMapping("/addon-services/{service}/plans/{plan}")
    PlanView plan(@PathVariable("service") String nameOrId, @PathVariable("plan") String planNameOrId) {
        AddonService service = catalogue.require(nameOrId);
        return service.plans().stream()
                .filter(plan -> List.of(plan.name(), plan.shortName(), plan.id().toString()).contains(planNameOrId)).findFirst()
                .map(plan -> views.view(service, plan)).orElseThrow(() -> ApiException.notFound("add_on plan"));
    }

    @Public("the same for everybody")
    @GetMapping("/plans/{plan}")
    PlanView plan(@PathVariable("plan") String nameOrId) {
        Plan plan = catalogue.requirePlan(nameOrId);
        return views.view(catalogue.require(plan.service()), plan);
    }

    // Whichever team the caller names: the app alone says who may see it.
    @GetMapping({"/apps/{app}/usage", "/teams/*/apps/{app}/usage"})
    UsageView usage(@Requires(Permission.VIEW) App app) {
        return new UsageView(List.of());
    }
}
