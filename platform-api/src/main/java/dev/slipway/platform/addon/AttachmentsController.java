package dev.slipway.platform.addon;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.addon.AddonViews.AttachmentView;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.api.Listing;
import dev.slipway.platform.api.References;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.Apps;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /addon-attachments}, and those of an app or an add-on. */
@RestController
class AttachmentsController {

    private static final Listing<Attachment, UUID> BY_ID = Listing.by("id", Attachment::id, UUID::fromString);

    private final Attachments attachments;
    private final Addons addons;
    private final Apps apps;
    private final AddonViews views;

    AttachmentsController(Attachments attachments, Addons addons, Apps apps, AddonViews views) {
        this.attachments = attachments;
        this.addons = addons;
        this.apps = apps;
        this.views = views;
    }

    record CreateRequest(@Nullable JsonNode addon, @Nullable JsonNode app, @Nullable String name, @Nullable String namespace,
                         @Nullable String confirm) {}

    /** Of every app that the caller may use. */
    @GetMapping("/addon-attachments")
    ResponseEntity<List<AttachmentView>> all(Account caller,
            @RequestHeader(value = HttpHeaders.RANGE, required = false) @Nullable String range) {
        return BY_ID.answer(attachments.of(apps.usedBy(caller, true).stream().map(App::id).toList()), range, views::views);
    }

    @GetMapping("/addon-attachments/{id}")
    AttachmentView show(Account caller, @PathVariable("id") String id) {
        return views.view(require(caller, id, Permission.VIEW));
    }

    /** Those that the caller may see. */
    @GetMapping("/addons/{addon}/addon-attachments")
    ResponseEntity<List<AttachmentView>> ofAddon(@Requires(Permission.VIEW) Addon addon, Account caller,
            @RequestHeader(value = HttpHeaders.RANGE, required = false) @Nullable String range) {
        return BY_ID.answer(attachments.of(addon).stream()
                .filter(one -> apps.find(one.appId()).filter(app -> apps.permits(caller, app, Permission.VIEW)).isPresent())
                .toList(), range, views::views);
    }

    @GetMapping("/apps/{app}/addon-attachments")
    ResponseEntity<List<AttachmentView>> ofApp(@Requires(Permission.VIEW) App app,
            @RequestHeader(value = HttpHeaders.RANGE, required = false) @Nullable String range) {
        return BY_ID.answer(attachments.of(app), range, views::views);
    }

    @GetMapping("/apps/{app}/addon-attachments/{name}")
    AttachmentView showOfApp(@Requires(Permission.VIEW) App app, @PathVariable("name") String nameOrId) {
        return attachments.find(app, nameOrId).map(views::view)
                .orElseThrow(() -> ApiException.notFound("add_on attachment"));
    }

    /** Both apps are asked: that of the add-on, and the one that gets it. */
    @PostMapping("/addon-attachments")
    @ResponseStatus(HttpStatus.CREATED)
    AttachmentView create(Account caller, @RequestBody CreateRequest request) {
        App app = apps.require(caller, References.of(request.app(), "app"), Permission.OPERATE);
        Addon addon = addons.require(caller, References.of(request.addon(), "add-on"), Permission.OPERATE);
        String credential = request.namespace() == null ? Addon.DEFAULT_CREDENTIAL
                : Attachment.credential(request.namespace()).orElseThrow(() -> ApiException.invalid("Slipway attaches add-ons by "
                        + "their credentials only, not as '" + request.namespace().replaceAll("\\p{Cntrl}", "?") + "'."));
        return views.view(attachments.attach(app, addon, Optional.ofNullable(request.name()).map(AttachmentName::parse),
                credential, app.name().value().equals(request.confirm()), caller));
    }

    @DeleteMapping("/addon-attachments/{id}")
    AttachmentView delete(Account caller, @PathVariable("id") String id) {
        Attachment attachment = require(caller, id, Permission.OPERATE);
        AttachmentView last = views.view(attachment);
        attachments.detach(apps.find(attachment.appId()).orElseThrow(), attachment, caller);
        return last;
    }

    private Attachment require(Account caller, String id, Permission permission) {
        Optional<Attachment> attachment;
        try {
            attachment = attachments.find(UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            attachment = Optional.empty();
        }
        Attachment found = attachment.orElseThrow(() -> ApiException.notFound("add_on attachment"));
        App app = apps.find(found.appId()).filter(one -> apps.permits(caller, one, Permission.VIEW))
                .orElseThrow(() -> ApiException.notFound("add_on attachment"));
        apps.check(caller, app, permission);
        return found;
    }
}
