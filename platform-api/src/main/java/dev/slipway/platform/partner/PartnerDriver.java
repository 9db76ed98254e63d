package dev.slipway.platform.partner;

import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.addon.AddonDriver;
import dev.slipway.platform.addon.AddonService;
import dev.slipway.platform.addon.Plan;
import dev.slipway.platform.addon.ProvisionOutcome;
import dev.slipway.platform.app.PublicUrls;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Add-ons that a provider makes somewhere else, asked for by Heroku's Add-on Partner API.
 *
 * @see <a href="https://devcenter.heroku.com/articles/add-on-partner-api-reference">Heroku, Add-on Partner API</a>
 */
@Component
class PartnerDriver implements AddonDriver {

    static final String KIND = "partner";

    private static final Logger LOG = LoggerFactory.getLogger(PartnerDriver.class);

    private final PartnerManifests manifests;
    private final PartnerClient client;
    private final Grants grants;
    private final PartnerSettings settings;
    private final PublicUrls urls;
    private final Clock clock;

    PartnerDriver(PartnerManifests manifests, PartnerClient client, Grants grants, PartnerSettings settings, PublicUrls urls,
                  Clock clock) {
        this.manifests = manifests;
        this.client = client;
        this.grants = grants;
        this.settings = settings;
        this.urls = urls;
        this.clock = clock;
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
        return switch (client.order(provider, order(provider, addon, plan))) {
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
        return switch (client.change(provider, addon.id(), to.shortName())) {
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
        switch (client.remove(provider, addon.id())) {
            case PartnerAnswer.Accepted(_, _, _, _), PartnerAnswer.Gone() -> { }
            case PartnerAnswer.Refused(int status, String message) -> notRemoved(provider, addon, refusal(status, message));
            case PartnerAnswer.Failed(String reason) -> notRemoved(provider, addon, reason);
        }
    }

    /**
     * A provider that is gone for good must not keep an add-on, and with it an app, for ever.
     *
     * @throws PartnerException while it is asked again; after its time the add-on counts as removed
     */
    private void notRemoved(PartnerManifest provider, Addon addon, String reason) {
        Instant now = Instant.now(clock);
        if (grants.removalFailed(addon).filter(since -> since.plus(settings.removalPatience()).isAfter(now)).isPresent()) {
            throw new PartnerException("The add-on " + addon.name() + " is not removed yet: the provider of " + addon.service()
                    + " " + reason);
        }
        LOG.warn("An add-on counts as removed, but its provider {}; have it removed there, addon={} resource={} provider_id={}",
                reason, addon.name(), provider.resource(addon.id()), addon.providerId().orElse(""));
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

    private PartnerManifest provider(Addon addon) {
        return manifests.find(addon.service()).orElseThrow(() -> new PartnerException("There is no provider of " + addon.service()));
    }
}
