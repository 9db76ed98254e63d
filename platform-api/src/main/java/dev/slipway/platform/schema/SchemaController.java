package dev.slipway.platform.schema;

import dev.slipway.platform.access.Public;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** {@code /schema}. The routes do not change while the platform runs. */
@RestController
class SchemaController {

    private final Supplier<Map<String, Object>> schema;

    SchemaController(@Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping routes) {
        this.schema = SingletonSupplier.of(() -> new ApiSchema(Route.all(routes)).toJson());
    }

    @Public("it describes the API, which everybody may read about")
    @GetMapping("/schema")
    Map<String, Object> show() {
        return schema.get();
    }
}
