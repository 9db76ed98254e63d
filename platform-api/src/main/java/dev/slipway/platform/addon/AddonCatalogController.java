package dev.slipway.platform.addon;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Public;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.app.App;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /addon-services}, and what an app used up of its add-ons. */
@RestController
class AddonCatalogController {

    record UsageView(List<Object> addons) {}

    @Public("the same for everybody")
    @GetMapping("/addon-services")
    List<Object> services() {
        return List.of();
    }

    // Whichever team the caller names: the app alone says who may see it.
    @GetMapping({"/apps/{app}/usage", "/teams/*/apps/{app}/usage"})
    UsageView usage(@Requires(Permission.VIEW) App app) {
        return new UsageView(List.of());
    }
}
