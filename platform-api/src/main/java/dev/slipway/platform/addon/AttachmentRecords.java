package dev.slipway.platform.addon;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.AppEvent;
import dev.slipway.platform.app.Apps;
import dev.slipway.platform.configvar.ConfigChanges;
import dev.slipway.platform.configvar.ConfigVars;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The rows of attachments, and the releases that follow from them: one for each app and change, so that no app is ever
 * without a variable that it had and keeps.
 */
@Component
class AttachmentRecords {

    private final AttachmentRepository attachments;
    private final AddonRepository addons;
    private final ExportedVars exported;
    private final AddonCatalogue catalogue;
    private final Apps apps;
    private final AppOwners owners;
    private final ConfigVars configVars;
    private final ConfigChanges changes;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    AttachmentRecords(AttachmentRepository attachments, AddonRepository addons, ExportedVars exported, AddonCatalogue catalogue,
                      Apps apps, AppOwners owners, ConfigVars configVars, ConfigChanges changes,
                      ApplicationEventPublisher events, Clock clock) {
        this.attachments = attachments;
        this.addons = addons;
        this.exported = exported;
        this.catalogue = catalogue;
        this.apps = apps;
        this.owners = owners;
        this.configVars = configVars;
        this.changes = changes;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Gives an app an add-on under a name; a release follows if the add-on is there, else when it is.
     *
     * @param as        empty for the first that is free
     * @param confirmed whether an attachment that has the name may be replaced
     * @throws ApiException 423 if it may not; 422 if a config var of the app has the name, or the add-on is being removed; 404
     *                      if it is gone
     */
    @Transactional
    Attachment attach(App app, UUID addonId, Optional<AttachmentName> as, String credential, Map<String, String> config,
                      boolean confirmed, Account by) {
        Addon addon = addons.lock(addonId).map(AddonEntity::toAddon).orElseThrow(() -> ApiException.notFound("add_on"));
        if (addon.state() == AddonState.DEPROVISIONING) {
            throw ApiException.invalid(addon.name() + " is being removed.");
        }
        apps.lock(app.id());
        if (exported.config(addon.id(), credential).isEmpty() && !config.isEmpty()) {
            exported.store(addon.id(), credential, config);
        }
        AttachmentEntity attachment = place(app, addon, as, credential, confirmed);
        if (addon.state() == AddonState.PROVISIONED) {
            release(app.id(), Optional.of(by), takeEffect(attachment, addon));
        }
        return attachment.toAttachment();
    }

    @Transactional
    void detach(App app, Attachment attachment, Account by) {
        apps.lock(app.id());
        Addon addon = addons.findById(attachment.addonId()).map(AddonEntity::toAddon)
                .orElseThrow(() -> ApiException.notFound("add_on attachment"));
        attachments.deleteById(attachment.id());
        attachments.flush();
        events.publishEvent(AppEvent.destroyed(app.id(), "addon-attachment", attachment));
        if (addon.state() == AddonState.PROVISIONED) {
            release(app.id(), Optional.of(by), detached(attachment.name(), addon.name()));
        }
    }

    /** The first attachment of a new add-on, to its own app, which is locked. */
    @Transactional(propagation = Propagation.MANDATORY)
    void first(App app, Addon addon, Optional<AttachmentName> as, boolean confirmed) {
        place(app, addon, as, Addon.DEFAULT_CREDENTIAL, confirmed);
    }

    /** The add-on is there: all apps that have it get its variables. */
    @Transactional(propagation = Propagation.MANDATORY)
    void appear(Addon addon, Map<String, String> config, Account by) {
        lockApps(addon);
        exported.store(addon.id(), Addon.DEFAULT_CREDENTIAL, config);
        byApp(addon, _ -> true).forEach((appId, theirs) -> release(appId, Optional.of(by), theirs.stream()
                .map(one -> takeEffect(one, addon)).collect(Collectors.joining(", "))));
    }

    /**
     * The add-on goes, and no app has it any more. An attachment that only waited for it leaves the one in whose place it was to
     * come.
     *
     * @param exports whether the apps have its variables
     * @param by      whose releases these are; without one, those of who stands for each app
     */
    @Transactional(propagation = Propagation.MANDATORY)
    void vanish(Addon addon, boolean exports, Optional<Account> by) {
        lockApps(addon);
        Map<UUID, List<AttachmentEntity>> all = byApp(addon, _ -> true);
        all.values().forEach(attachments::deleteAll);
        attachments.flush();
        if (exports) {
            all.forEach((appId, theirs) -> release(appId, by.or(() -> owners.of(appId)), theirs.stream()
                    .map(one -> detached(one.name, addon.name())).collect(Collectors.joining(", "))));
        }
    }

    /** Stores what a credential exports now. If that changes anything, each app that has it gets a release without a release phase. */
    @Transactional(propagation = Propagation.MANDATORY)
    void renew(Addon addon, String credential, Map<String, String> config, Account by) {
        if (exported.config(addon.id(), credential).equals(config)) {
            return;
        }
        lockApps(addon);
        exported.store(addon.id(), credential, config);
        byApp(addon, one -> one.credential.equals(credential)).forEach((appId, theirs) -> apps.find(appId)
                .ifPresent(app -> changes.renewed(app, by, configVars.of(app.id()), "Update " + theirs.stream()
                        .map(one -> one.name).collect(Collectors.joining(", ")) + " by " + addon.service())));
    }

    private Map<UUID, List<AttachmentEntity>> byApp(Addon addon, Predicate<AttachmentEntity> which) {
        return attachments.findByAddonIdOrderByCreatedAt(addon.id()).stream().filter(which)
                .collect(Collectors.groupingBy(one -> one.appId));
    }

    /** A new row; it waits if another one has the name. */
    private AttachmentEntity place(App app, Addon addon, Optional<AttachmentName> as, String credential, boolean confirmed) {
        AddonService service = catalogue.require(addon.service());
        AttachmentName name = as.orElseGet(() -> AttachmentName.free(service, taken -> isTaken(app, taken)));
        Optional<AttachmentEntity> there = attachments.findByAppIdAndNameAndWaitingFalse(app.id(), name.value());
        if (there.isPresent() && !confirmed) {
            String current = addons.findById(there.get().addonId).map(old -> old.name).orElse("another add-on");
            throw ApiException.confirmationRequired("Adding " + name.value() + " to " + app.name() + " will detach the one that "
                    + "has this name now, " + current + ", from it.");
        }
        if (there.isEmpty() && configVars.own(app.id()).containsKey(name.value() + "_URL")) {
            throw ApiException.invalid(app.name() + " has a config var " + name.value() + "_URL already. Choose another name with "
                    + "--as, or remove it first: heroku config:unset " + name.value() + "_URL -a " + app.name());
        }
        AttachmentEntity attachment = new AttachmentEntity();
        attachment.addonId = addon.id();
        attachment.appId = app.id();
        attachment.name = name.value();
        attachment.credential = credential;
        attachment.waiting = there.isPresent();
        attachment.createdAt = Instant.now(clock);
        attachment.updatedAt = attachment.createdAt;
        AttachmentEntity saved = attachments.saveAndFlush(attachment);
        events.publishEvent(AppEvent.created(app.id(), "addon-attachment", saved.toAttachment()));
        return saved;
    }

    private boolean isTaken(App app, String name) {
        return attachments.findByAppIdAndNameAndWaitingFalse(app.id(), name).isPresent()
                || configVars.own(app.id()).containsKey(name + "_URL");
    }

    /**
     * Puts an attachment that waits in the place of the other one.
     *
     * @return what the release is called; {@code pg:promote} looks for both halves
     */
    private String takeEffect(AttachmentEntity attachment, Addon addon) {
        String attached = "Attach " + attachment.name + " (@ref:" + addon.name() + ")";
        if (!attachment.waiting) {
            return attached;
        }
        Optional<AttachmentEntity> former = attachments.findByAppIdAndNameAndWaitingFalse(attachment.appId, attachment.name);
        former.ifPresent(one -> {
            attachments.delete(one);
            attachments.flush();
            events.publishEvent(AppEvent.destroyed(one.appId, "addon-attachment", one.toAttachment()));
        });
        attachment.waiting = false;
        attachments.flush();
        return former.flatMap(one -> addons.findById(one.addonId)).map(one -> detached(attachment.name, one.name) + ", ")
                .orElse("") + attached;
    }

    private static String detached(String attachment, String addon) {
        return "Detach " + attachment + " (@ref:" + addon + ")";
    }

    private void release(UUID appId, Optional<Account> by, String description) {
        apps.find(appId).ifPresent(app -> by.ifPresent(
                account -> changes.changed(app, account, configVars.of(app.id()), description)));
    }

    /** In one order everywhere, so that two transactions never wait for each other. */
    private void lockApps(Addon addon) {
        new TreeSet<>(attachments.findByAddonIdOrderByCreatedAt(addon.id()).stream().map(one -> one.appId).toList())
                .forEach(apps::lockIfThere);
    }
}
