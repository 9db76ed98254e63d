package dev.slipway.platform.partner;

import dev.slipway.platform.access.Public;
import dev.slipway.platform.account.Credentials;
import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.addon.AddonViews;
import dev.slipway.platform.addon.AddonViews.AddonView;
import dev.slipway.platform.addon.Addons;
import dev.slipway.platform.api.ApiException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What a provider asks of one of its add-ons. It says {@code /addons/:id/…}, as on Heroku, and {@link ProviderRequests} brings
 * it here.
 */
@Public("a provider's token opens one add-on, which is checked here")
@RestController
@RequestMapping(ProviderRequests.PREFIX + "/addons/{id}")
class ProviderController {

    private final Grants grants;
    private final PartnerManifests manifests;
    private final Exports exports;
    private final Settlement settlement;
    private final Addons addons;
    private final AddonViews views;

    ProviderController(Grants grants, PartnerManifests manifests, Exports exports, Settlement settlement, Addons addons,
                       AddonViews views) {
        this.grants = grants;
        this.manifests = manifests;
        this.exports = exports;
        this.settlement = settlement;
        this.addons = addons;
        this.views = views;
    }

    /** @param value null takes the config var away */
    record ConfigView(@Nullable String name, @Nullable String value) {}

    record ConfigRequest(@Nullable List<@Nullable ConfigView> config) {}

    @GetMapping
    AddonView show(@PathVariable String id,
                   @RequestHeader(value = HttpHeaders.AUTHORIZATION, required = false) @Nullable String credentials) {
        return views.view(require(id, credentials));
    }

    @GetMapping("/config")
    List<ConfigView> config(@PathVariable String id,
                            @RequestHeader(value = HttpHeaders.AUTHORIZATION, required = false) @Nullable String credentials) {
        return view(grants.config(require(id, credentials)));
    }

    @PatchMapping("/config")
    List<ConfigView> configure(@PathVariable String id,
                               @RequestHeader(value = HttpHeaders.AUTHORIZATION, required = false) @Nullable String credentials,
                               @RequestBody ConfigRequest request) {
        Addon addon = require(id, credentials);
        return view(exports.configure(addon, changes(addon, request)));
    }

    @PostMapping("/actions/provision")
    AddonView provision(@PathVariable String id,
                        @RequestHeader(value = HttpHeaders.AUTHORIZATION, required = false) @Nullable String credentials) {
        Addon addon = require(id, credentials);
        settlement.provisioned(addon);
        return views.view(addons.find(addon.id()).orElse(addon));
    }

    @PostMapping("/actions/deprovision")
    AddonView deprovision(@PathVariable String id,
                          @RequestHeader(value = HttpHeaders.AUTHORIZATION, required = false) @Nullable String credentials) {
        Addon addon = require(id, credentials);
        AddonView last = views.view(addon);
        settlement.givenUp(addon);
        return last;
    }

    /** @throws ApiException 401 without a token that is good, 404 if it is another add-on's */
    private Addon require(String id, @Nullable String credentials) {
        UUID opened = grants.addonOf(Credentials.of(credentials).password())
                .orElseThrow(() -> ApiException.unauthorized("This is no token of a provider's, or it is too old. Get another one with "
                        + "the refresh token: POST /oauth/token"));
        return addons.find(opened).filter(addon -> addon.id().toString().equals(id) || addon.name().equals(id))
                .orElseThrow(() -> ApiException.notFound("add_on"));
    }

    private Map<String, Optional<String>> changes(Addon addon, ConfigRequest request) {
        PartnerManifest provider = manifests.find(addon.service()).orElseThrow(() -> ApiException.notFound("add_on"));
        Map<String, Optional<String>> changes = new HashMap<>();
        for (ConfigView one : request.config() == null ? List.<ConfigView>of() : request.config()) {
            if (one == null || one.name() == null) {
                throw ApiException.invalid("Each element of config needs a name and a value.");
            }
            changes.put(one.name(), Optional.ofNullable(one.value()));
        }
        Map<String, String> values = new HashMap<>();
        changes.forEach((name, value) -> values.put(name, value.orElse("")));
        try {
            ConfigNames.suffixes(provider, values);
        } catch (IllegalArgumentException e) {
            throw ApiException.invalid("The provider of " + addon.service() + " " + e.getMessage() + ".");
        }
        return changes;
    }

    private static List<ConfigView> view(Map<String, String> config) {
        return config.entrySet().stream().map(one -> new ConfigView(one.getKey(), one.getValue())).toList();
    }
}
