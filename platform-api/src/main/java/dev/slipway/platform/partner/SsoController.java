package dev.slipway.platform.partner;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.addon.Addons;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code /apps/:app/addons/:addon/sso}: what a client posts to log its user in at a provider. */
@RestController
class SsoController {

    private final Addons addons;
    private final PartnerManifests manifests;
    private final SingleSignOn signOn;

    SsoController(Addons addons, PartnerManifests manifests, SingleSignOn signOn) {
        this.addons = addons;
        this.manifests = manifests;
        this.signOn = signOn;
    }

    record SsoView(String method, String action, Map<String, String> params) {}

    @GetMapping("/apps/{app}/addons/{name}/sso")
    SsoView sso(@Requires(Permission.OPERATE) App app, Account caller, @PathVariable("name") String nameOrId) {
        Addon addon = addons.require(caller, nameOrId, Permission.OPERATE);
        PartnerManifest provider = manifests.find(addon.service()).filter(one -> one.ssoUrl().isPresent())
                .filter(_ -> addon.appId().equals(app.id()))
                .orElseThrow(() -> ApiException.notFound("add_on", addon.name() + " has no page of its own."));
        return new SsoView("post", provider.ssoUrl().orElseThrow().toString(), signOn.form(provider, addon, caller));
    }
}
