package dev.slipway.platform.configvar;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /apps/:app/config-vars}. */
@RestController
class ConfigVarsController {

    private final ConfigVars configVars;

    ConfigVarsController(ConfigVars configVars) {
        this.configVars = configVars;
    }

    @GetMapping("/apps/{app}/config-vars")
    Map<String, String> list(@Requires(Permission.DEPLOY) App app) {
        return configVars.of(app.id());
    }

    @PatchMapping("/apps/{app}/config-vars")
    Map<String, String> update(@Requires(Permission.DEPLOY) App app, Account caller, @RequestBody JsonNode body) {
        if (!body.isObject()) {
            throw ApiException.badRequest("The body must be a JSON object of config var names and values.");
        }
        Map<String, Optional<String>> wanted = new LinkedHashMap<>();
        body.properties().forEach(var -> wanted.put(var.getKey(), value(var.getKey(), var.getValue())));
        return configVars.update(app, caller, wanted);
    }

    private static Optional<String> value(String name, JsonNode value) {
        if (value.isNull()) {
            return Optional.empty();
        }
        if (!value.isString()) {
            throw ApiException.invalid("The value of " + name.replaceAll("\\p{Cntrl}", "?") + " must be a string, or null to "
                    + "remove it.");
        }
        return Optional.of(value.stringValue());
    }
}
