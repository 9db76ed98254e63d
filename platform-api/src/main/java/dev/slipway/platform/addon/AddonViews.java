package dev.slipway.platform.addon;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.Apps;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How the API shows add-ons, attachments, services and plans. All plans cost nothing. */
@Component
public class AddonViews {

    private static final Instant BEGINNING = Instant.EPOCH;

    private final Addons addons;
    private final Attachments attachments;
    private final AddonCatalogue catalogue;
    private final Apps apps;

    AddonViews(Addons addons, Attachments attachments, AddonCatalogue catalogue, Apps apps) {
        this.addons = addons;
        this.attachments = attachments;
        this.catalogue = catalogue;
        this.apps = apps;
    }

    record Named(UUID id, String name) {}

    record Price(int cents, String unit, boolean contract, boolean metered) {

        static final Price FREE = new Price(0, "month", false, false);
    }

    record PlanRef(UUID id, String name, Price price) {}

    record BillingEntity(UUID id, String name, String type) {}

    public record AddonView(UUID id, String name, String state, List<Object> actions, Named addonService, PlanRef plan, Named app,
                     BillingEntity billingEntity, Price billedPrice, List<String> configVars, String providerId,
                     @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String provisionMessage, @Nullable String webUrl,
                     Instant createdAt, Instant updatedAt) {

        AddonView inState(AddonState other) {
            return new AddonView(id, name, other.word(), actions, addonService, plan, app, billingEntity, billedPrice, configVars,
                    providerId, provisionMessage, webUrl, createdAt, updatedAt);
        }
    }

    record AttachedAddon(UUID id, String name, Named app, PlanRef plan) {}

    record AttachmentView(UUID id, String name, @Nullable String namespace, AttachedAddon addon, Named app,
                          List<String> configVars, @Nullable String webUrl, @Nullable String logInputUrl, Instant createdAt,
                          Instant updatedAt) {}

    record ServiceView(UUID id, String name, String humanName, @Nullable String cliPluginName, String state,
                       boolean supportsMultipleInstallations, boolean supportsSharing, List<Named> supportedGenerations,
                       Instant createdAt, Instant updatedAt) {}

    record PlanView(UUID id, String name, String humanName, String description, Named addonService, Price price,
                    @JsonProperty("default") boolean isDefault, String state, boolean visible,
                    boolean installableInsidePrivateNetwork, boolean installableOutsidePrivateNetwork, boolean spaceDefault,
                    List<Object> compliance, Instant createdAt, Instant updatedAt) {}

    public AddonView view(Addon addon) {
        return view(addon, null);
    }

    /** @param message what the CLI prints once, after the add-on was made or changed */
    AddonView view(Addon addon, @Nullable String message) {
        Named app = app(addon.appId());
        return new AddonView(addon.id(), addon.name(), addon.state().word(), List.of(), service(addon), plan(addon), app,
                new BillingEntity(app.id(), app.name(), "app"), Price.FREE, configVars(addon),
                addon.providerId().orElse(addon.id().toString()), message, webUrl(addon), addon.createdAt(), addon.updatedAt());
    }

    private @Nullable String webUrl(Addon addon) {
        return catalogue.driver(addon).dashboard(addon).map(URI::toString).orElse(null);
    }

    /** @throws ApiException 404 if its add-on has just been destroyed */
    AttachmentView view(Attachment attachment) {
        return view(attachment, addons.find(attachment.addonId()).orElseThrow(() -> ApiException.notFound("add_on attachment")));
    }

    /** In their order, without those whose add-ons have just been destroyed. */
    List<AttachmentView> views(List<Attachment> attachments) {
        return attachments.stream().flatMap(one -> addons.find(one.addonId()).map(addon -> view(one, addon)).stream()).toList();
    }

    private AttachmentView view(Attachment attachment, Addon addon) {
        return new AttachmentView(attachment.id(), attachment.name(), attachment.namespace().orElse(null),
                new AttachedAddon(addon.id(), addon.name(), app(addon.appId()), plan(addon)), app(attachment.appId()),
                configVars(addon, attachment), webUrl(addon), null, attachment.createdAt(), attachment.updatedAt());
    }

    ServiceView view(AddonService service) {
        return new ServiceView(service.id(), service.name(), service.humanName(), null, "ga", true, true,
                List.of(new Named(UUID.nameUUIDFromBytes("cedar".getBytes(StandardCharsets.UTF_8)), "cedar")), BEGINNING,
                BEGINNING);
    }

    PlanView view(AddonService service, Plan plan) {
        return new PlanView(plan.id(), plan.name(), plan.humanName(), plan.description(), new Named(service.id(), service.name()),
                Price.FREE, plan.shortName().equals(service.defaultPlan()), "ga", true, false, true, false, List.of(), BEGINNING,
                BEGINNING);
    }

    /** Names of the config vars that the add-on's own app has of it. */
    private List<String> configVars(Addon addon) {
        return attachments.of(addon).stream().filter(attachment -> attachment.appId().equals(addon.appId()))
                .flatMap(attachment -> configVars(addon, attachment).stream()).toList();
    }

    /** Before it is provisioned nobody knows more than that there will be an address. */
    private List<String> configVars(Addon addon, Attachment attachment) {
        Set<String> suffixes = addons.config(addon, attachment.credential()).keySet();
        return (suffixes.isEmpty() ? Set.of("URL") : suffixes).stream().map(attachment::configVar).sorted().toList();
    }

    private Named app(UUID id) {
        return new Named(id, apps.find(id).map(App::name).map(String::valueOf).orElse(""));
    }

    private Named service(Addon addon) {
        return new Named(catalogue.require(addon.service()).id(), addon.service());
    }

    private PlanRef plan(Addon addon) {
        return new PlanRef(catalogue.plan(addon).id(), addon.plan(), Price.FREE);
    }
}
