package dev.slipway.platform.addon;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.AppEvent;
import dev.slipway.platform.app.Apps;
import dev.slipway.platform.app.RandomNames;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The rows of add-ons: one method, one transaction, with the releases that follow from it. */
@Component
class AddonRecords {

    private final AddonRepository addons;
    private final AttachmentRecords attachments;
    private final ExportedVars exported;
    private final Apps apps;
    private final ApplicationEventPublisher events;
    private final AddonSettings settings;
    private final Clock clock;
    private final RandomNames names = new RandomNames();

    AddonRecords(AddonRepository addons, AttachmentRecords attachments, ExportedVars exported, Apps apps,
                 ApplicationEventPublisher events, AddonSettings settings, Clock clock) {
        this.addons = addons;
        this.attachments = attachments;
        this.exported = exported;
        this.apps = apps;
        this.events = events;
        this.settings = settings;
        this.clock = clock;
    }

    /** A plan that an add-on is being given. */
    record Change(Addon addon, String to) {}

    /**
     * A new add-on that is to be provisioned, and its first attachment, to the app that it belongs to.
     *
     * @param id chosen by the caller, who works on it
     */
    @Transactional
    Addon begin(App app, UUID id, Plan plan, Optional<AddonName> wanted, Map<String, String> options,
                Optional<AttachmentName> as, boolean confirmed) {
        apps.lock(app.id());
        checkRoom(app);
        String name = wanted.map(AddonName::value).orElseGet(() -> randomName(plan));
        return begin(app, row(app, id, name, plan, options), as, confirmed);
    }

    /** The same for what is there already, by its id and its name, if that is free: {@link #isAdopted}. */
    @Transactional
    Addon adopt(App app, UUID id, Plan plan, String name) {
        apps.lock(app.id());
        AddonEntity addon = row(app, id, addons.findByName(name).isEmpty() ? name : randomName(plan), plan, Map.of());
        addon.adopted = true;
        return begin(app, addon, Optional.empty(), false);
    }

    private void checkRoom(App app) {
        if (addons.countOfOwner(app.id()) >= settings.most()) {
            throw ApiException.invalid("The owner of " + app.name() + " has " + settings.most() + " add-ons, which is the most there "
                    + "may be. Destroy one that is no longer needed: heroku addons --all, then heroku addons:destroy NAME");
        }
    }

    private String randomName(Plan plan) {
        return names.of(plan.service().replaceFirst("^heroku-", ""));
    }

    private AddonEntity row(App app, UUID id, String name, Plan plan, Map<String, String> options) {
        AddonEntity addon = new AddonEntity();
        addon.id = id;
        addon.name = name;
        addon.appId = app.id();
        addon.service = plan.service();
        addon.plan = plan.name();
        addon.options = options;
        addon.createdAt = Instant.now(clock);
        addon.updatedAt = addon.createdAt;
        return addon;
    }

    private Addon begin(App app, AddonEntity addon, Optional<AttachmentName> as, boolean confirmed) {
        save(addon);
        attachments.first(app, addon.toAddon(), as, confirmed);
        events.publishEvent(AppEvent.created(app.id(), "addon", addon.toAddon()));
        return addon.toAddon();
    }

    /** Whether what it stands for was there before its row, and is not to be removed if it cannot be had back. */
    @Transactional(readOnly = true)
    boolean isAdopted(UUID id) {
        return addons.findById(id).filter(addon -> addon.adopted).isPresent();
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
        addon.adopted = false;
        addon.message = ready.message();
        addon.updatedAt = Instant.now(clock);
        addons.flush();
        attachments.appear(addon.toAddon(), ready.config(), by);
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

    /**
     * Takes the config vars away from all apps, each with a release, if there are any; what is behind goes afterwards.
     *
     * @param by whose releases these are; without one, those of who stands for each app
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
        addons.flush();
        attachments.vanish(addon.toAddon(), exports, by);
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

    /**
     * It is to have another plan.
     *
     * @throws ApiException 422 if it is not there yet, or going
     */
    @Transactional
    void beginChange(UUID id, Plan to) {
        AddonEntity addon = lock(id);
        Addons.requireProvisioned(addon.toAddon());
        addon.changingTo = to.name();
    }

    /** It has another plan now. */
    @Transactional
    Addon changed(UUID id, Plan plan, ProvisionOutcome.Ready ready, Account by) {
        AddonEntity addon = lock(id);
        Addon before = addon.toAddon();
        addon.plan = plan.name();
        addon.changingTo = null;
        addon.message = ready.message();
        addon.updatedAt = Instant.now(clock);
        addons.flush();
        attachments.renew(addon.toAddon(), Addon.DEFAULT_CREDENTIAL, ready.config(), by);
        events.publishEvent(AppEvent.updated(addon.appId, "addon", before, addon.toAddon()));
        return addon.toAddon();
    }

    /** It keeps the plan that it has. */
    @Transactional
    void unchanged(UUID id) {
        addons.lock(id).ifPresent(addon -> addon.changingTo = null);
    }

    /** Stores what a credential exports now, with a release of each app that has it attached, if that changes anything. */
    @Transactional
    void reconfigure(UUID id, String credential, Map<String, String> config, Account by) {
        attachments.renew(lock(id).toAddon(), credential, config, by);
    }

    /** No attachment may have it any more. */
    @Transactional
    void forgetCredential(UUID id, String credential) {
        lock(id);
        exported.forget(id, credential);
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

    @Transactional(readOnly = true)
    List<Change> changing() {
        return addons.findByStateAndChangingToIsNotNull(AddonState.PROVISIONED.word()).stream()
                .map(addon -> new Change(addon.toAddon(), Objects.requireNonNull(addon.changingTo))).toList();
    }
}
