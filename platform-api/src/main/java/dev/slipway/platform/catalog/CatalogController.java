package dev.slipway.platform.catalog;

import dev.slipway.platform.access.Public;
import dev.slipway.platform.api.ApiException;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What is the same for everybody: regions and stacks. Public, as on Heroku. */
@Public("the same for everybody")
@RestController
class CatalogController {

    @GetMapping("/regions")
    List<Region> regions() {
        return Region.ALL;
    }

    @GetMapping("/regions/{region}")
    Region region(@PathVariable("region") String nameOrId) {
        return Region.ALL.stream().filter(region -> region.is(nameOrId)).findFirst()
                .orElseThrow(() -> ApiException.notFound("region"));
    }

    @GetMapping("/stacks")
    List<Stack> stacks() {
        return List.of(Stack.ONLY);
    }

    @GetMapping("/stacks/{stack}")
    Stack stack(@PathVariable("stack") String nameOrId) {
        if (!nameOrId.equals(Stack.ONLY.name()) && !nameOrId.equals(Stack.ONLY.id().toString())) {
            throw ApiException.notFound("stack");
        }
        return Stack.ONLY;
    }
}
