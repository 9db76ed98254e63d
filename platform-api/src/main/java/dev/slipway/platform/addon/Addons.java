package dev.slipway.platform.addon;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.Apps;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;

/** Add-ons. A user's request reaches one only through {@link #require}, which checks that it is theirs. */
@Service
public class Addons {

    private final AddonRecords records;
    private final AddonCatalogue catalogue;
    private final Attachments attachments;
    private final ExportedVars exported;
    private final Provisioner provisioner;
    private final AppOwners owners;
    private final Apps apps;

    Addons(AddonRecords records, AddonCatalogue catalogue, Attachments attachments, ExportedVars exported,
           Provisioner provisioner, AppOwners owners, Apps apps) {
        this.records = records;
        this.catalogue = catalogue;
        this.attachments = attachments;
        this.exported = exported;
        this.provisioner = provisioner;
        this.owners = owners;
        this.apps = apps;
    }

    /** To be called at start: takes up what a dead process left half done. Returns at once. */
    public void resume() {
        provisioner.resume();
    }

    /**
     * The add-on that {@code caller} means, if they have {@code permission} on the app that it belongs to; to see and use it, one on
     * an app that has it attached is enough.
     *
     * @param nameOrId as the caller typed it
     * @throws ApiException 404 if there is none or the caller may not see it; 403 if they see it but lack the permission
     */
    public Addon require(Account caller, String nameOrId, Permission permission) {
        Addon addon = records.find(nameOrId).orElseThrow(() -> ApiException.notFound("add_on"));
        List<App> visible = Stream.concat(apps.find(addon.appId()).stream(), attachedTo(addon))
                .filter(app -> apps.permits(caller, app, Permission.VIEW)).toList();
        if (visible.isEmpty()) {
            throw ApiException.notFound("add_on");
        }
        boolean permitted = visible.stream()
                .filter(app -> app.id().equals(addon.appId()) || permission == Permission.VIEW || permission == Permission.DEPLOY)
                .anyMatch(app -> apps.permits(caller, app, permission));
        if (!permitted) {
            throw ApiException.forbidden("You do not have the permission to " + permission.name().toLowerCase(Locale.ROOT)
                    + " " + addon.name() + ". Ask the owner of the app that it belongs to.");
        }
        return addon;
    }

    private Stream<App> attachedTo(Addon addon) {
        return attachments.of(addon).stream().map(Attachment::appId).distinct().map(apps::find).flatMap(Optional::stream);
    }

    /** For the platform's own work, where no user asks. */
    public Optional<Addon> find(UUID id) {
        return records.find(id);
    }

    /** All provisioned ones that a driver made, oldest first. */
    public List<Addon> ofDriver(String kind) {
        return records.provisionedOf(catalogue.ofDriver(kind));
    }

    /** Those that the app has attached, its own or not, and those it owns. */
    public List<Addon> of(App app) {
        return Stream.concat(records.attachedTo(app.id()).stream(), records.ownedBy(List.of(app.id())).stream()).distinct()
                .toList();
    }

    /** Those of all apps that the account uses. */
    List<Addon> usedBy(Account account) {
        return records.ownedBy(apps.usedBy(account, true).stream().map(App::id).toList());
    }

    public Plan plan(Addon addon) {
        return catalogue.plan(addon);
    }

    /**
     * What a credential exports: the part of a config var's name after the attachment's, to its value.
     *
     * @return empty before it is provisioned, or if it has no such credential
     */
    public Map<String, String> config(Addon addon, String credential) {
        return exported.config(addon.id(), credential);
    }

    /** Who stands for the add-on's app when nobody asks; empty while the app is being removed. */
    public Optional<Account> owner(Addon addon) {
        return owners.of(addon.appId());
    }

    /** Makes a new add-on. Returns when it is there, or when that takes long: then its state says so. */
    Addon create(App app, Account by, Plan plan, Optional<AddonName> name, Map<String, String> options,
                 Optional<AttachmentName> as, boolean confirmed) {
        UUID id = UUID.randomUUID();
        return provisioner.provision(id, () -> records.begin(app, id, plan, name, options, as, confirmed), plan, by);
    }

    /**
     * Makes the row of an add-on that is there already, of which this platform's database does not know, and gives it to an app.
     *
     * @param name as it was; another one if that is taken meanwhile
     * @throws ApiException 422 if it cannot be had back; what there is of it is not removed
     */
    public Addon adopt(App app, UUID id, String name, Plan plan) {
        Account owner = owners.of(app.id()).orElseThrow(() -> ApiException.notFound("account"));
        return provisioner.provision(id, () -> records.adopt(app, id, plan, name), plan, owner);
    }

    /**
     * Gives it another plan of its service.
     *
     * @throws ApiException 422 if it has that plan, or the driver says no
     */
    Addon change(Addon addon, Plan to, Account by) {
        Plan from = plan(addon);
        if (!from.service().equals(to.service())) {
            throw ApiException.invalid(addon.name() + " is of " + from.service() + "; it cannot become " + to.name() + ".");
        }
        if (from.equals(to)) {
            throw ApiException.invalid(addon.name() + " has the plan " + to.name() + " already.");
        }
        requireProvisioned(addon);
        return provisioner.change(addon, from, to, by);
    }

    Addon rename(Addon addon, AddonName name) {
        return records.rename(addon.id(), name);
    }

    /** Removes it with all its data. Returns when it is gone, or when that takes long: then its state says so. */
    Addon destroy(Addon addon, Account by) {
        return provisioner.remove(records.beginRemoval(addon.id(), Optional.of(by)));
    }

    /**
     * Removes all add-ons of an app that is being removed, whatever time it takes.
     *
     * @throws RuntimeException if one cannot be removed now
     */
    public void destroyAll(App app) {
        RuntimeException failure = null;
        for (Addon addon : records.ownedBy(List.of(app.id()))) {
            try {
                provisioner.removeAndWait(records.beginRemoval(addon.id(), Optional.empty()));
            } catch (RuntimeException e) {
                // The others need not wait for it.
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * Stores what a credential exports now. If that changes anything, each app that has it attached gets a release, for which no
     * release command runs.
     */
    public void reconfigure(Addon addon, String credential, Map<String, String> config, Account by) {
        records.reconfigure(addon.id(), credential, config, by);
    }

    /** Forgets what a credential exported that is not there any more. */
    public void forgetCredential(Addon addon, String credential) {
        records.forgetCredential(addon.id(), credential);
    }

    /**
     * A provider says what became of an add-on that it worked on ({@link ProvisionOutcome.Pending}).
     *
     * @throws ApiException 422 with the reason, after a {@link ProvisionOutcome.Failed}
     */
    public Addon provisioned(Addon addon, ProvisionOutcome outcome, Account by) {
        return provisioner.settle(addon, outcome, by);
    }

    /** @throws ApiException 422 if it is not there yet, or going */
    public static void requireProvisioned(Addon addon) {
        if (addon.state() != AddonState.PROVISIONED) {
            throw ApiException.invalid(addon.name() + " is " + addon.state().word() + ". Wait for it: heroku addons:wait "
                    + addon.name());
        }
    }
}
