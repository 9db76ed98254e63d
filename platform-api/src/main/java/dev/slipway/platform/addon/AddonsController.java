package dev.slipway.platform.addon;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.addon.AddonViews.AddonView;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.api.Listing;
import dev.slipway.platform.api.References;
import dev.slipway.platform.app.App;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /addons} and {@code /apps/:app/addons}. */
@RestController
class AddonsController {

    private static final Listing<AddonView, UUID> BY_ID = Listing.by("id", AddonView::id, UUID::fromString);
    private static final int MOST_OPTIONS = 20;
    private static final int LONGEST_OPTION = 500;

    private final Addons addons;
    private final AddonCatalogue catalogue;
    private final AddonViews views;

    AddonsController(Addons addons, AddonCatalogue catalogue, AddonViews views) {
        this.addons = addons;
        this.catalogue = catalogue;
        this.views = views;
    }

    record AttachmentRequest(@Nullable String name) {}

    record CreateRequest(@Nullable JsonNode plan, @Nullable JsonNode config, @Nullable AttachmentRequest attachment,
                         @Nullable String name, @Nullable String confirm) {}

    record ChangeRequest(@Nullable JsonNode plan, @Nullable String name) {}

    record ConfigView(String name, String value) {}

    @GetMapping("/addons")
    ResponseEntity<List<AddonView>> all(Account caller,
            @RequestHeader(value = HttpHeaders.RANGE, required = false) @Nullable String range) {
        return BY_ID.answer(addons.usedBy(caller).stream().map(views::view).toList(), range);
    }

    @GetMapping("/addons/{addon}")
    AddonView show(@Requires(Permission.VIEW) Addon addon) {
        return views.view(addon);
    }

    /** What a credential exports; an unknown credential exports nothing. */
    @GetMapping({"/addons/{addon}/config", "/addons/{addon}/config/{namespace}"})
    List<ConfigView> config(@Requires(Permission.DEPLOY) Addon addon,
                            @PathVariable(name = "namespace", required = false) @Nullable String namespace) {
        String credential = namespace == null ? Addon.DEFAULT_CREDENTIAL : Attachment.credential(namespace).orElse("");
        Map<String, String> config = addons.config(addon, credential);
        if (config.isEmpty() && !credential.isEmpty()) {
            config = catalogue.driver(addon).credential(addon, credential).orElse(Map.of());
        }
        return config.entrySet().stream().map(one -> new ConfigView(one.getKey(), one.getValue())).toList();
    }

    /** Those that the app has attached, its own or not. */
    @GetMapping("/apps/{app}/addons")
    ResponseEntity<List<AddonView>> ofApp(@Requires(Permission.VIEW) App app,
            @RequestHeader(value = HttpHeaders.RANGE, required = false) @Nullable String range) {
        return BY_ID.answer(addons.of(app).stream().map(views::view).toList(), range);
    }

    @PostMapping("/apps/{app}/addons")
    @ResponseStatus(HttpStatus.CREATED)
    AddonView create(@Requires(Permission.OPERATE) App app, Account caller, @RequestBody CreateRequest request) {
        Plan plan = catalogue.requireOffered(References.of(request.plan(), "plan"));
        Optional<AttachmentName> as = Optional.ofNullable(request.attachment()).map(AttachmentRequest::name)
                .map(AttachmentName::parse);
        Addon made = addons.create(app, caller, plan, Optional.ofNullable(request.name()).map(AddonName::parse),
                options(request.config()), as, app.name().value().equals(request.confirm()));
        return views.view(made, made.message().isEmpty() ? greeting(made) : made.message());
    }

    /** What the catalogue says of the service; not before the add-on is there. */
    private @Nullable String greeting(Addon made) {
        return made.state() != AddonState.PROVISIONED ? null
                : catalogue.find(made.service()).map(AddonService::message).filter(text -> !text.isEmpty()).orElse(null);
    }

    @GetMapping("/apps/{app}/addons/{name}")
    AddonView showOfApp(@Requires(Permission.VIEW) App app, @PathVariable("name") String nameOrId) {
        return views.view(require(app, nameOrId));
    }

    @PatchMapping("/apps/{app}/addons/{name}")
    AddonView change(@Requires(Permission.OPERATE) App app, Account caller, @PathVariable("name") String nameOrId,
                     @RequestBody ChangeRequest request) {
        Addon addon = requireOwn(app, nameOrId);
        if (request.name() != null) {
            addon = addons.rename(addon, AddonName.parse(request.name()));
        }
        if (request.plan() == null || request.plan().isNull()) {
            return views.view(addon);
        }
        Addon changed = addons.change(addon, catalogue.requireOffered(References.of(request.plan(), "plan")), caller);
        return views.view(changed, changed.message().isEmpty() ? null : changed.message());
    }

    @DeleteMapping("/apps/{app}/addons/{name}")
    AddonView destroy(@Requires(Permission.OPERATE) App app, Account caller, @PathVariable("name") String nameOrId) {
        Addon addon = requireOwn(app, nameOrId);
        AddonView last = views.view(addon);
        return last.inState(addons.destroy(addon, caller).state());
    }

    private Addon require(App app, String nameOrId) {
        return addons.of(app).stream()
                .filter(addon -> addon.name().equals(nameOrId) || addon.id().toString().equals(nameOrId)).findFirst()
                .orElseThrow(() -> ApiException.notFound("add_on"));
    }

    /** Only through the app that an add-on belongs to can it be changed. */
    private Addon requireOwn(App app, String nameOrId) {
        Addon addon = require(app, nameOrId);
        if (!addon.appId().equals(app.id())) {
            throw ApiException.forbidden(addon.name() + " belongs to another app, which is the place to change it. To only take "
                    + "it away from " + app.name() + ": heroku addons:detach NAME -a " + app.name());
        }
        return addon;
    }

    private static Map<String, String> options(@Nullable JsonNode config) {
        Map<String, String> options = new LinkedHashMap<>();
        if (config != null && !config.isNull()) {
            if (!config.isObject() || config.size() > MOST_OPTIONS) {
                throw ApiException.invalid("The options of an add-on are at most " + MOST_OPTIONS + " names and values.");
            }
            config.properties().forEach(option -> options.put(option.getKey(), option(option.getKey(), option.getValue())));
        }
        return options;
    }

    private static String option(String name, JsonNode value) {
        String text = value.isValueNode() && !value.isNull() ? value.asString() : "";
        if (!value.isValueNode() || text.length() > LONGEST_OPTION || name.length() > LONGEST_OPTION
                || (name + text).codePoints().anyMatch(Character::isISOControl)) {
            throw ApiException.invalid("An option of an add-on must be one line of at most " + LONGEST_OPTION + " characters.");
        }
        return text;
    }
}
