package dev.slipway.platform.addon;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.app.Apps;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.log.AppLogs;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Has the drivers make and remove add-ons. Who asked waits for a while and then hears that it goes on behind; what a crash
 * or an error cut short is taken up again.
 */
@Component
class Provisioner {

    private static final Logger LOG = LoggerFactory.getLogger(Provisioner.class);

    private final AddonRecords records;
    private final AddonCatalogue catalogue;
    private final Apps apps;
    private final AppLogs logs;
    private final AppOwners owners;
    private final AddonSettings settings;
    private final Map<UUID, CompletableFuture<Addon>> underWay = new ConcurrentHashMap<>();
    private final Set<UUID> failing = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    Provisioner(AddonRecords records, AddonCatalogue catalogue, Apps apps, AppLogs logs, AppOwners owners,
                AddonSettings settings) {
        this.records = records;
        this.catalogue = catalogue;
        this.apps = apps;
        this.logs = logs;
        this.owners = owners;
        this.settings = settings;
    }

    /**
     * @param id  of the new add-on: nobody else works on it from before its row is there
     * @param row makes it
     * @return as it is when it is provisioned, or when patience ends
     * @throws ApiException 422 with the driver's reason if it could not be made; then nothing is left of it, but for what was
     *                      there before ({@link AddonRecords#adopt})
     */
    Addon provision(UUID id, Supplier<Addon> row, Plan plan, Account by) {
        CompletableFuture<Addon> mine = claim(id).orElseThrow(() -> new IllegalStateException("an add-on has the id already"));
        Addon addon;
        try {
            addon = row.get();
        } catch (RuntimeException e) {
            underWay.remove(id);
            throw e;
        }
        return await(addon, run(mine, addon, () -> make(addon, plan, by)));
    }

    /** @throws ApiException 422 with the driver's reason; then it is as it was */
    Addon change(Addon addon, Plan from, Plan to, Account by) {
        return await(addon, begin(addon, () -> {
            records.beginChange(addon.id(), to);
            return changeNow(addon, from, to, by);
        }));
    }

    /**
     * Removes what is behind an add-on whose removal began. If another change of it is under way, that ends first, and the
     * removal goes on behind.
     */
    Addon remove(Addon addon) {
        return beginUnlessUnderWay(addon, () -> unmake(addon)).map(work -> await(addon, work)).orElse(addon);
    }

    /** The same, however long it takes, and whoever else is at it. */
    void removeAndWait(Addon addon) {
        while (records.find(addon.id()).isPresent()) {
            CompletableFuture<Addon> other = underWay.get(addon.id());
            if (other != null) {
                other.handle((_, _) -> addon).join();
            } else {
                beginUnlessUnderWay(addon, () -> unmake(addon)).ifPresent(CompletableFuture::join);
            }
        }
    }

    /** A provider says what became of an add-on that it worked on. */
    Addon settle(Addon addon, ProvisionOutcome outcome, Account by) {
        try {
            // What it became meanwhile is kept: only one change of an add-on is under way at a time.
            return begin(addon, () -> records.find(addon.id()).filter(now -> now.state() != AddonState.PROVISIONING)
                    .orElseGet(() -> settled(addon, outcome, by))).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof ApiException refused ? refused : e;
        }
    }

    /** From now on what fails does so because the platform stops: it is taken up after its next start. */
    @EventListener(ContextClosedEvent.class)
    void stop() {
        stopping = true;
    }

    /** Takes up what a dead process or an error left half done. */
    @Scheduled(initialDelayString = "${slipway.addons.retry}", fixedDelayString = "${slipway.addons.retry}")
    void resume() {
        records.inTransit().forEach(addon -> {
            if (addon.state() == AddonState.DEPROVISIONING) {
                beginUnlessUnderWay(addon, () -> unmake(addon));
            } else if (addon.providerId().isEmpty()) {
                owners.of(addon.appId()).ifPresent(owner ->
                        beginUnlessUnderWay(addon, () -> make(addon, catalogue.plan(addon), owner)));
            }
        });
        records.changing().forEach(change -> owners.of(change.addon().appId()).ifPresent(owner ->
                beginUnlessUnderWay(change.addon(), () -> resumeChange(change.addon().id(), owner))));
    }

    /** @throws ApiException 409 if another change of it is under way */
    private CompletableFuture<Addon> begin(Addon addon, Supplier<Addon> work) {
        return beginUnlessUnderWay(addon, work).orElseThrow(() -> ApiException.conflict("Another change of " + addon.name()
                + " is under way. Wait for it with: heroku addons:wait " + addon.name()));
    }

    private Optional<CompletableFuture<Addon>> beginUnlessUnderWay(Addon addon, Supplier<Addon> work) {
        return claim(addon.id()).map(mine -> run(mine, addon, work));
    }

    private Optional<CompletableFuture<Addon>> claim(UUID id) {
        CompletableFuture<Addon> mine = new CompletableFuture<>();
        return underWay.putIfAbsent(id, mine) == null ? Optional.of(mine) : Optional.empty();
    }

    private CompletableFuture<Addon> run(CompletableFuture<Addon> mine, Addon addon, Supplier<Addon> work) {
        Thread.ofVirtual().name("add-on " + addon.name()).start(() -> {
            try {
                Addon done = work.get();
                failing.remove(addon.id());
                underWay.remove(addon.id());
                mine.complete(done);
            } catch (RuntimeException | Error e) {
                underWay.remove(addon.id());
                mine.completeExceptionally(e);
                if (!(e instanceof ApiException)) {
                    log(addon, e);
                }
            }
        });
        return mine;
    }

    /** It may fail again and again, for days. */
    private void log(Addon addon, Throwable e) {
        if (failing.add(addon.id())) {
            LOG.error("Add-on is taken up again later, addon={} state={}", addon.name(), addon.state(), e);
        } else {
            LOG.warn("Add-on is taken up again later, addon={} state={} cause={}", addon.name(), addon.state(), e.toString());
        }
    }

    private Addon make(Addon asked, Plan plan, Account by) {
        // Whoever was at it before may have ended it.
        Addon addon = records.find(asked.id()).orElse(asked);
        if (addon.state() != AddonState.PROVISIONING) {
            return addon;
        }
        ProvisionOutcome outcome;
        try {
            outcome = catalogue.driver(addon).provision(addon, plan);
        } catch (RuntimeException e) {
            LOG.error("Add-on could not be provisioned, addon={} plan={}", addon.name(), addon.plan(), e);
            outcome = new ProvisionOutcome.Failed(plan.service() + " could not be provisioned because of an error in the "
                    + "platform. Try again; if it stays so, tell your administrator.");
        }
        return settled(addon, outcome, by);
    }

    /** An error leaves the change to {@link #resume}: then nobody knows how far it came. */
    private Addon changeNow(Addon addon, Plan from, Plan to, Account by) {
        ProvisionOutcome outcome;
        try {
            outcome = catalogue.driver(addon).change(addon, from, to);
        } catch (RuntimeException e) {
            LOG.error("The plan of an add-on is changed later, addon={} plan={}", addon.name(), to.name(), e);
            throw ApiException.unavailable("The plan of " + addon.name() + " could not be changed because of an error in the platform. "
                    + "Slipway tries again until it has the plan " + to.name() + " or " + from.name() + ": heroku addons:info "
                    + addon.name());
        }
        return switch (outcome) {
            case ProvisionOutcome.Ready ready -> records.changed(addon.id(), to, ready, by);
            case ProvisionOutcome.Failed _ when stopping -> throw restarting(addon);
            case ProvisionOutcome.Failed(String reason) -> {
                records.unchanged(addon.id());
                tell(addon, "keeps the plan " + from.name() + ": " + reason);
                throw ApiException.invalid(reason);
            }
            case ProvisionOutcome.Pending _ -> throw new IllegalStateException("a change cannot be pending");
        };
    }

    private Addon resumeChange(UUID id, Account by) {
        // Whoever was at it before may have ended it.
        AddonRecords.Change change = records.changing().stream().filter(one -> one.addon().id().equals(id)).findFirst().orElse(null);
        if (change == null) {
            return records.find(id).orElseThrow(() -> ApiException.notFound("add_on"));
        }
        Optional<Plan> to = catalogue.plan(change.to());
        if (to.isEmpty()) {
            records.unchanged(id);
            return change.addon();
        }
        return changeNow(change.addon(), catalogue.plan(change.addon()), to.get(), by);
    }

    private static ApiException restarting(Addon addon) {
        return ApiException.unavailable("The platform is being restarted. " + addon.name() + " will be there afterwards.");
    }

    /** In the app's log, since who asked may have gone. */
    private void tell(Addon addon, String what) {
        apps.find(addon.appId()).ifPresent(app -> logs.api(app.key(), "Add-on " + addon.name() + " (" + addon.plan() + ") " + what));
    }

    private Addon settled(Addon addon, ProvisionOutcome outcome, Account by) {
        return switch (outcome) {
            case ProvisionOutcome.Ready ready -> records.provisioned(addon.id(), ready, by);
            case ProvisionOutcome.Pending pending -> records.pending(addon.id(), pending);
            // A process that stops takes its own work down.
            case ProvisionOutcome.Failed _ when stopping -> throw restarting(addon);
            case ProvisionOutcome.Failed(String reason) when records.isAdopted(addon.id()) -> {
                LOG.error("Add-on could not be had back, addon={} plan={} cause={}", addon.name(), addon.plan(), reason);
                records.forget(addon.id());
                throw ApiException.invalid(addon.name() + " could not be had back: " + reason + " Its data is where it was.");
            }
            case ProvisionOutcome.Failed(String reason) -> {
                tell(addon, "could not be provisioned: " + reason);
                undo(records.beginRemoval(addon.id(), Optional.of(by)));
                throw ApiException.invalid(reason);
            }
        };
    }

    /** What cannot be removed now is {@link #resume}'s. */
    private void undo(Addon addon) {
        try {
            unmake(addon);
        } catch (RuntimeException e) {
            LOG.error("What was made of an add-on that failed is removed later, addon={}", addon.name(), e);
        }
    }

    private Addon unmake(Addon asked) {
        Addon addon = records.find(asked.id()).orElse(asked);
        catalogue.driver(addon).deprovision(addon);
        records.forget(addon.id());
        return new Addon(addon.id(), addon.name(), addon.appId(), addon.service(), addon.plan(), AddonState.DEPROVISIONED,
                addon.options(), addon.providerId(), addon.message(), addon.createdAt(), addon.updatedAt());
    }

    /** Its state when the work is done or patience ends. */
    private Addon await(Addon addon, CompletableFuture<Addon> work) {
        try {
            return work.get(settings.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return records.find(addon.id()).orElse(addon);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ApiException refused) {
                throw refused;
            }
            if (addon.state() == AddonState.DEPROVISIONING) {
                return addon; // removed for the user; what is left goes later
            }
            throw new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return addon;
        }
    }
}
