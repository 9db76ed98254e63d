package dev.slipway.platform.partner;

import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.addon.AddonDriver;
import dev.slipway.platform.addon.AddonService;
import dev.slipway.platform.addon.Plan;
import dev.slipway.platform.addon.ProvisionOutcome;
import dev.slipway.platform.app.PublicUrls;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Add-ons that a provider makes somewhere else, asked for by Heroku's Add-on Partner API.
 *
 * @see <a href="https://devcenter.heroku.com/articles/add-on-partner-api-reference">Heroku, Add-on Partner API</a>
 */
@Component
class PartnerDriver implements AddonDriver {

    static final String KIND = "partner";

    private final PartnerManifests manifests;
    private final PartnerClient client;
    private final Grants grants;
    private final PublicUrls urls;

    PartnerDriver(PartnerManifests manifests, PartnerClient client, Grants grants, PublicUrls urls) {
        this.manifests = manifests;
        this.client = client;
        this.grants = grants;
        this.urls = urls;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public void check(AddonService service) {
        manifests.add(PartnerManifest.read(service));
    }

    @Override
    public ProvisionOutcome provision(Addon addon, Plan plan) {
        PartnerManifest provider = provider(addon);
        PartnerAnswer answer = client.send(provider, "POST", provider.baseUrl(), order(provider, addon, plan));
        return switch (answer) {
            case PartnerAnswer.Accepted accepted -> accepted.later() ? pending(provider, addon, accepted)
                    : ready(provider, addon, accepted);
            case PartnerAnswer.Refused(int status, String message) -> failed(provider, refusal(status, message));
            case PartnerAnswer.Gone() -> failed(provider, "does not take orders at the address in the catalogue");
            case PartnerAnswer.Failed(String reason) -> failed(provider, reason);
        };
    }

    private Map<String, Object> order(PartnerManifest provider, Addon addon, Plan plan) {
        Grants.Code code = grants.issue(addon);
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("uuid", addon.id());
        order.put("name", addon.name());
        order.put("plan", plan.shortName());
        order.put("region", provider.region());
        order.put("options", addon.options());
        order.put("callback_url", urls.platform() + "/addons/" + addon.id());
        order.put("oauth_grant", Map.of("type", "authorization_code", "code", code.secret().value(), "expires_at",
                code.expiresAt().toString()));
        return order;
    }

    @Override
    public ProvisionOutcome change(Addon addon, Plan from, Plan to) {
        PartnerManifest provider = provider(addon);
        PartnerAnswer answer = client.send(provider, "PUT", provider.resource(addon.id()), Map.of("plan", to.shortName()));
        return switch (answer) {
            case PartnerAnswer.Accepted accepted -> ready(provider, addon, accepted);
            case PartnerAnswer.Refused(int status, String message) -> failed(provider, refusal(status, message));
            case PartnerAnswer.Gone() -> failed(provider, "does not know " + addon.name() + " any more. Destroy it, and make "
                    + "a new one");
            case PartnerAnswer.Failed(String reason) -> failed(provider, reason);
        };
    }

    @Override
    public void deprovision(Addon addon) {
        PartnerManifest provider = provider(addon);
        switch (client.send(provider, "DELETE", provider.resource(addon.id()), Map.of())) {
            case PartnerAnswer.Accepted(_, _, _, _), PartnerAnswer.Gone() -> { }
            case PartnerAnswer.Refused(int status, String message) -> throw undone(addon, refusal(status, message));
            case PartnerAnswer.Failed(String reason) -> throw undone(addon, reason);
        }
    }

    @Override
    public Optional<URI> dashboard(Addon addon) {
        return provider(addon).ssoUrl().map(_ -> URI.create(urls.platform() + SsoPages.PATH + addon.id()));
    }

    private ProvisionOutcome ready(PartnerManifest provider, Addon addon, PartnerAnswer.Accepted accepted) {
        try {
            return new ProvisionOutcome.Ready(ConfigNames.suffixes(provider, said(provider, addon, accepted)), accepted.message());
        } catch (IllegalArgumentException e) {
            return failed(provider, e.getMessage());
        }
    }

    private ProvisionOutcome pending(PartnerManifest provider, Addon addon, PartnerAnswer.Accepted accepted) {
        if (grants.isFinished(addon)) {
            return ready(provider, addon, accepted); // it was faster than its own answer
        }
        try {
            said(provider, addon, accepted);
        } catch (IllegalArgumentException e) {
            return failed(provider, e.getMessage());
        }
        // Some id has to be there: the core asks again for add-ons without one.
        String id = accepted.id().isEmpty() ? addon.id().toString() : accepted.id();
        return new ProvisionOutcome.Pending(id, accepted.message().isEmpty()
                ? provider.service() + " is being provisioned in the background" : accepted.message());
    }

    /** All that the provider says of config vars, now and before. */
    private Map<String, String> said(PartnerManifest provider, Addon addon, PartnerAnswer.Accepted accepted) {
        ConfigNames.suffixes(provider, accepted.config());
        Map<String, Optional<String>> changes = new HashMap<>();
        accepted.config().forEach((name, value) -> changes.put(name, Optional.of(value)));
        return grants.configure(addon, changes);
    }

    private static ProvisionOutcome failed(PartnerManifest provider, String reason) {
        return new ProvisionOutcome.Failed("The provider of " + provider.service() + " " + reason + ".");
    }

    private static String refusal(int status, String message) {
        if (status == 401 || status == 403) {
            return "does not accept this installation's password. Tell your administrator";
        }
        return message.isEmpty() ? "refused, without saying why (" + status + ")" : "says: " + message.replaceAll("\\.$", "");
    }

    private static PartnerException undone(Addon addon, String reason) {
        return new PartnerException("The add-on " + addon.name() + " is not removed yet: the provider of " + addon.service() + " "
                + reason);
    }

    private PartnerManifest provider(Addon addon) {
        return manifests.find(addon.service()).orElseThrow(() -> new PartnerException("There is no provider of " + addon.service()));
    }
}
