package dev.slipway.platform.addon;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.AppEvent;
import dev.slipway.platform.app.Apps;
import dev.slipway.platform.app.RandomNames;
import dev.slipway.platform.configvar.ConfigChanges;
import dev.slipway.platform.configvar.ConfigVars;
import dev.slipway.platform.team.Team;
import dev.slipway.platform.team.Teams;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The rows of add-ons and their attachments: one method, one transaction, with the releases that follow from it. */
@Component
class AddonRecords {

    private final AddonRepository addons;
    private final AttachmentRepository attachments;
    private final ExportedVars exported;
    private final AddonCatalogue catalogue;
    private final Apps apps;
    private final Accounts accounts;
    private final Teams teams;
    private final ConfigVars configVars;
    private final ConfigChanges changes;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final RandomNames names = new RandomNames();

    AddonRecords(AddonRepository addons, AttachmentRepository attachments, ExportedVars exported, AddonCatalogue catalogue,
                 Apps apps, Accounts accounts, Teams teams, ConfigVars configVars, ConfigChanges changes,
                 ApplicationEventPublisher events, Clock clock) {
        this.addons = addons;
        this.attachments = attachments;
        this.exported = exported;
        this.catalogue = catalogue;
        this.apps = apps;
        this.accounts = accounts;
        this.teams = teams;
        this.configVars = configVars;
        this.changes = changes;
        this.events = events;
        this.clock = clock;
    }

    /** A new add-on that is to be provisioned, and its first attachment, to the app that it belongs to. */
    @Transactional
    Addon begin(App app, Plan plan, Optional<AddonName> wanted, Map<String, String> options, Optional<AttachmentName> as,
                boolean confirmed) {
        String name = wanted.map(AddonName::value).orElseGet(() -> randomName(plan));
        return begin(app, UUID.randomUUID(), name, plan, options, as, confirmed);
    }

    /** The same for one that is there already, by its id and its name, if that is free. */
    @Transactional
    Addon begin(App app, UUID id, Plan plan, String name) {
        return begin(app, id, addons.findByName(name).isEmpty() ? name : randomName(plan), plan, Map.of(), Optional.empty(), false);
    }

    private String randomName(Plan plan) {
        return names.of(plan.service().replaceFirst("^heroku-", ""));
    }

    private Addon begin(App app, UUID id, String name, Plan plan, Map<String, String> options, Optional<AttachmentName> as,
                        boolean confirmed) {
        apps.lock(app.id());
        AddonEntity addon = new AddonEntity();
        addon.id = id;
        addon.name = name;
        addon.appId = app.id();
        addon.service = plan.service();
        addon.plan = plan.name();
        addon.options = options;
        addon.createdAt = Instant.now(clock);
        addon.updatedAt = addon.createdAt;
        save(addon);
        place(app, addon.toAddon(), as, Addon.DEFAULT_CREDENTIAL, confirmed);
        events.publishEvent(AppEvent.created(app.id(), "addon", addon.toAddon()));
        return addon.toAddon();
    }

    /** It is there: its config vars appear, with a release of each app that has it. */
    @Transactional
    Addon provisioned(UUID id, ProvisionOutcome.Ready ready, Account by) {
        AddonEntity addon = lock(id);
        if (!addon.state.equals(AddonState.PROVISIONING.word())) {
            return addon.toAddon();
        }
        Addon before = addon.toAddon();
        addon.state = AddonState.PROVISIONED.word();
        addon.message = ready.message();
        addon.updatedAt = Instant.now(clock);
        addons.flush();
        lockApps(id);
        exported.store(id, Addon.DEFAULT_CREDENTIAL, ready.config());
        attachments.findByAddonIdOrderByCreatedAt(id).stream().collect(Collectors.groupingBy(one -> one.appId)).forEach(
                (appId, theirs) -> release(appId, Optional.of(by), theirs.stream().map(one -> attach(one.name, addon.name))
                        .collect(Collectors.joining(", "))));
        events.publishEvent(AppEvent.updated(addon.appId, "addon", before, addon.toAddon()));
        return addon.toAddon();
    }

    /** Its provider works on it. */
    @Transactional
    Addon pending(UUID id, ProvisionOutcome.Pending pending) {
        AddonEntity addon = lock(id);
        addon.providerId = pending.providerId();
        addon.message = pending.message();
        return addon.toAddon();
    }

    /** What its provider calls it. */
    @Transactional
    void identify(UUID id, String providerId) {
        lock(id).providerId = providerId;
    }

    /**
     * Takes the config vars away from all apps, each with a release, if there are any; what is behind goes afterwards.
     *
     * @param by whose releases these are; without one, the owner's of each app
     */
    @Transactional
    Addon beginRemoval(UUID id, Optional<Account> by) {
        AddonEntity addon = lock(id);
        if (addon.state.equals(AddonState.DEPROVISIONING.word())) {
            return addon.toAddon();
        }
        boolean exports = addon.state.equals(AddonState.PROVISIONED.word());
        addon.state = AddonState.DEPROVISIONING.word();
        addon.updatedAt = Instant.now(clock);
        lockApps(id);
        List<AttachmentEntity> theirs = attachments.findByAddonIdOrderByCreatedAt(id);
        attachments.deleteAll(theirs);
        attachments.flush();
        if (exports) {
            theirs.stream().collect(Collectors.groupingBy(one -> one.appId)).forEach((appId, detached) -> release(appId,
                    by.or(() -> owner(appId)), detached.stream().map(one -> detach(one.name, addon.name)).collect(Collectors.joining(", "))));
        }
        return addon.toAddon();
    }

    /** Ends a removal. */
    @Transactional
    void forget(UUID id) {
        addons.lock(id).ifPresent(addon -> {
            addons.delete(addon);
            events.publishEvent(AppEvent.destroyed(addon.appId, "addon", addon.toAddon()));
        });
    }

    @Transactional
    Addon rename(UUID id, AddonName name) {
        AddonEntity addon = lock(id);
        Addon before = addon.toAddon();
        addon.name = name.value();
        addon.updatedAt = Instant.now(clock);
        save(addon);
        events.publishEvent(AppEvent.updated(addon.appId, "addon", before, addon.toAddon()));
        return addon.toAddon();
    }

    /** It has another plan now. */
    @Transactional
    Addon changed(UUID id, Plan plan, ProvisionOutcome.Ready ready, Account by) {
        AddonEntity addon = lock(id);
        Addon before = addon.toAddon();
        addon.plan = plan.name();
        addon.message = ready.message();
        addon.updatedAt = Instant.now(clock);
        addons.flush();
        renew(addon.toAddon(), Addon.DEFAULT_CREDENTIAL, ready.config(), by);
        events.publishEvent(AppEvent.updated(addon.appId, "addon", before, addon.toAddon()));
        return addon.toAddon();
    }

    /** Stores what a credential exports now, with a release of each app that has it attached, if that changes anything. */
    @Transactional
    void reconfigure(UUID id, String credential, Map<String, String> config, Account by) {
        renew(lock(id).toAddon(), credential, config, by);
    }

    /** No attachment may have it any more. */
    @Transactional
    void forgetCredential(UUID id, String credential) {
        lock(id);
        exported.forget(id, credential);
    }

    private void renew(Addon addon, String credential, Map<String, String> config, Account by) {
        if (exported.config(addon.id(), credential).equals(config)) {
            return;
        }
        lockApps(addon.id());
        exported.store(addon.id(), credential, config);
        attachments.findByAddonIdOrderByCreatedAt(addon.id()).stream().filter(one -> one.credential.equals(credential))
                .collect(Collectors.groupingBy(one -> one.appId))
                .forEach((appId, theirs) -> apps.find(appId).ifPresent(app -> changes.renewed(app, by,
                        configVars.of(app.id()), "Update " + theirs.stream().map(one -> one.name)
                                .collect(Collectors.joining(", ")) + " by " + addon.service())));
    }

    /**
     * Gives an app an add-on under a name, and makes a release of it.
     *
     * @param as        empty for the first that is free
     * @param confirmed whether an attachment that has the name may be replaced
     * @throws ApiException 423 if it may not; 422 if a config var of the app has the name
     */
    @Transactional
    Attachment attach(App app, Addon addon, Optional<AttachmentName> as, String credential, Map<String, String> config,
                      boolean confirmed, Account by) {
        lock(addon.id());
        apps.lock(app.id());
        if (exported.config(addon.id(), credential).isEmpty() && !config.isEmpty()) {
            exported.store(addon.id(), credential, config);
        }
        Optional<Attachment> replaced = as.flatMap(name -> attachments.findByAppIdAndName(app.id(), name.value()))
                .map(AttachmentEntity::toAttachment);
        Attachment attachment = place(app, addon, as, credential, confirmed);
        if (addon.state() == AddonState.PROVISIONED) {
            // One release, so that the app is never without: pg:promote looks for both halves of the description.
            String detached = replaced.flatMap(old -> addons.findById(old.addonId()))
                    .map(old -> detach(attachment.name(), old.name) + ", ").orElse("");
            release(app.id(), Optional.of(by), detached + attach(attachment.name(), addon.name()));
        }
        return attachment;
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
            release(app.id(), Optional.of(by), detach(attachment.name(), addon.name()));
        }
    }

    /** Writes the row of an attachment; the app is locked. */
    private Attachment place(App app, Addon addon, Optional<AttachmentName> as, String credential, boolean confirmed) {
        AddonService service = catalogue.require(addon.service());
        AttachmentName name = as.orElseGet(() -> AttachmentName.free(service, taken -> isTaken(app, taken)));
        Optional<AttachmentEntity> there = attachments.findByAppIdAndName(app.id(), name.value());
        if (there.isPresent() && !confirmed) {
            String current = addons.findById(there.get().addonId).map(old -> old.name).orElse("another add-on");
            throw ApiException.confirmationRequired("Adding " + name.value() + " to " + app.name() + " will detach the one that "
                    + "has this name now, " + current + ", from it.");
        }
        if (there.isEmpty() && configVars.own(app.id()).containsKey(name.value() + "_URL")) {
            throw ApiException.invalid(app.name() + " has a config var " + name.value() + "_URL already. Choose another name with "
                    + "--as, or remove it first: heroku config:unset " + name.value() + "_URL -a " + app.name());
        }
        AttachmentEntity attachment = there.orElseGet(AttachmentEntity::new);
        if (there.isEmpty()) {
            attachment.createdAt = Instant.now(clock);
        }
        attachment.addonId = addon.id();
        attachment.appId = app.id();
        attachment.name = name.value();
        attachment.credential = credential;
        attachment.updatedAt = Instant.now(clock);
        attachments.saveAndFlush(attachment);
        events.publishEvent(AppEvent.created(app.id(), "addon-attachment", attachment.toAttachment()));
        return attachment.toAttachment();
    }

    private boolean isTaken(App app, String name) {
        return attachments.findByAppIdAndName(app.id(), name).isPresent()
                || configVars.own(app.id()).containsKey(name + "_URL");
    }

    private void release(UUID appId, Optional<Account> by, String description) {
        apps.find(appId).ifPresent(app -> by.ifPresent(
                account -> changes.changed(app, account, configVars.of(app.id()), description)));
    }

    /** In one order everywhere, so that two transactions never wait for each other. */
    private void lockApps(UUID addonId) {
        new TreeSet<>(attachments.findByAddonIdOrderByCreatedAt(addonId).stream().map(one -> one.appId).toList())
                .forEach(apps::lock);
    }

    private static String attach(String attachment, String addon) {
        return "Attach " + attachment + " (@ref:" + addon + ")";
    }

    private static String detach(String attachment, String addon) {
        return "Detach " + attachment + " (@ref:" + addon + ")";
    }

    private AddonEntity lock(UUID id) {
        return addons.lock(id).orElseThrow(() -> ApiException.notFound("add_on"));
    }

    private void save(AddonEntity addon) {
        try {
            addons.saveAndFlush(addon);
        } catch (DataIntegrityViolationException e) {
            throw ApiException.invalid("The name " + addon.name + " is taken by another add-on. Choose another one.");
        }
    }

    /** Who stands for an app when nobody asks: its owner, or an admin of its team. Empty while the app is being removed. */
    @Transactional(readOnly = true)
    Optional<Account> owner(UUID appId) {
        return apps.find(appId).flatMap(app -> {
            Team team = app.team();
            return team == null ? Optional.of(app.ownerId()) : teams.firstAdmin(team.id());
        }).flatMap(accounts::find);
    }

    @Transactional(readOnly = true)
    Optional<Addon> find(UUID id) {
        return addons.findById(id).map(AddonEntity::toAddon);
    }

    @Transactional(readOnly = true)
    Optional<Addon> find(String nameOrId) {
        Optional<AddonEntity> byName = addons.findByName(nameOrId);
        if (byName.isPresent()) {
            return byName.map(AddonEntity::toAddon);
        }
        try {
            return find(UUID.fromString(nameOrId));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Those that belong to one of the apps. */
    @Transactional(readOnly = true)
    List<Addon> ownedBy(Collection<UUID> appIds) {
        return addons.findByAppIdInOrderByName(appIds).stream().map(AddonEntity::toAddon).toList();
    }

    /** Those that the app has attached, its own or not. */
    @Transactional(readOnly = true)
    List<Addon> attachedTo(UUID appId) {
        return addons.findAttachedTo(appId).stream().map(AddonEntity::toAddon).toList();
    }

    @Transactional(readOnly = true)
    List<Addon> provisionedOf(Collection<String> services) {
        return addons.findByServiceInAndStateOrderByCreatedAt(services, AddonState.PROVISIONED.word()).stream()
                .map(AddonEntity::toAddon).toList();
    }

    /** Those that are neither there nor gone. */
    @Transactional(readOnly = true)
    List<Addon> inTransit() {
        return addons.findByStateIn(List.of(AddonState.PROVISIONING.word(), AddonState.DEPROVISIONING.word())).stream()
                .map(AddonEntity::toAddon).toList();
    }
}
