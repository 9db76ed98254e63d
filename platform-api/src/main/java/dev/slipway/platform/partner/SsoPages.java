package dev.slipway.platform.partner;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Public;
import dev.slipway.platform.account.BrowserSession;
import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.addon.Addons;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.page.Page;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** The page that {@code heroku addons:open} leads to: its button logs whoever may operate the add-on in at its provider. */
@Public("pages ask for the login themselves")
@Page
class SsoPages {

    static final String PATH = "/partner/sso/";

    private final Addons addons;
    private final PartnerManifests manifests;
    private final SingleSignOn signOn;

    SsoPages(Addons addons, PartnerManifests manifests, SingleSignOn signOn) {
        this.addons = addons;
        this.manifests = manifests;
        this.signOn = signOn;
    }

    @GetMapping(PATH + "{id}")
    String show(@PathVariable String id, BrowserSession session, Model model, HttpServletResponse response) {
        Addon addon = addons.require(session.account(), id, Permission.OPERATE);
        PartnerManifest provider = manifests.find(addon.service()).orElseThrow(() -> ApiException.notFound("add_on"));
        URI action = provider.ssoUrl().orElseThrow(() -> ApiException.notFound("dashboard"));
        model.addAttribute("service", addon.service());
        model.addAttribute("host", action.getHost());
        model.addAttribute("email", session.account().email());
        model.addAttribute("action", action);
        model.addAttribute("fields", signOn.form(provider, addon, session.account()).entrySet());
        // This one form goes to another site, and from there wherever the provider sends it.
        response.setHeader("Content-Security-Policy", response.getHeader("Content-Security-Policy")
                .replace("form-action 'self'", "form-action http: https:"));
        return "single-sign-on";
    }
}
