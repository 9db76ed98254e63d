package dev.slipway.platform.partner;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.addon.Addons;
import dev.slipway.platform.addon.ProvisionOutcome;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.backing.Round;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * What becomes of add-ons that providers work on in the background: there when their provider says so, and given up when it has
 * not said so for too long. Brings apps what they do not have yet of what providers said.
 */
@Component
class Settlement {

    private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);
    private static final int CONFLICT = 409;

    private final Grants grants;
    private final Exports exports;
    private final Addons addons;
    private final PartnerSettings settings;
    private final Clock clock;
    private final Round round = new Round("add-ons of providers", this::settleAll);

    Settlement(Grants grants, Exports exports, Addons addons, PartnerSettings settings, Clock clock) {
        this.grants = grants;
        this.exports = exports;
        this.addons = addons;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * The provider says that it is there.
     *
     * @throws ApiException 422 if it is being removed
     */
    void provisioned(Addon addon) {
        switch (addon.state()) {
            case PROVISIONED -> { }
            case PROVISIONING -> {
                // First, for the provider may be faster than its own answer, which is still being read.
                grants.finish(addon);
                settleUnlessBusy(addon);
            }
            case DEPROVISIONING, DEPROVISIONED -> throw ApiException.invalid(addon.name() + " is being removed.");
        }
    }

    /**
     * The provider says that it will not be there.
     *
     * @throws ApiException 422 if it is there: its users alone may remove it
     */
    void givenUp(Addon addon) {
        switch (addon.state()) {
            case PROVISIONING -> giveUp(addon, "could not make it");
            case PROVISIONED -> throw ApiException.invalid(addon.name() + " is in use; only its owner can remove it.");
            case DEPROVISIONING, DEPROVISIONED -> { }
        }
    }

    @Scheduled(initialDelay = 5, fixedDelay = 5, timeUnit = TimeUnit.SECONDS)
    void begin() {
        round.begin();
    }

    /** Returns when all is done that is due. */
    private void settleAll() {
        // Each by itself, so that a provider that is dead keeps nobody else's add-ons waiting.
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            grants.waiting().forEach(id -> each.execute(() -> look(id, () -> addons.find(id).ifPresent(this::settleOrGiveUp))));
            exports.behind().forEach(id -> each.execute(() -> look(id, () -> exports.catchUp(id))));
        }
    }

    private static void look(UUID addon, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.error("What became of an add-on is looked at again later, addon={}", addon, e);
        }
    }

    private void settleOrGiveUp(Addon addon) {
        if (grants.isFinished(addon)) {
            settleUnlessBusy(addon);
        } else if (addon.createdAt().plus(settings.patience()).isBefore(Instant.now(clock))) {
            giveUp(addon, "did not finish it within " + settings.patience().toMinutes() + " minutes");
        }
    }

    /** Does nothing while the order for it is still being answered: {@link #settleAll} comes by again. */
    private void settleUnlessBusy(Addon addon) {
        try {
            addons.provisioned(addon, new ProvisionOutcome.Ready(exports.of(addon), ""), requireOwner(addon));
        } catch (ApiException e) {
            if (e.status() != CONFLICT) {
                throw e;
            }
        }
    }

    private void giveUp(Addon addon, String reason) {
        try {
            addons.provisioned(addon, new ProvisionOutcome.Failed("The provider of " + addon.service() + " " + reason + "."),
                    requireOwner(addon));
        } catch (ApiException e) {
            if (e.status() == CONFLICT) {
                throw e;
            }
            LOG.info("An add-on was given up: {} addon={}", e.getMessage(), addon.name());
        } catch (CompletionException e) {
            LOG.warn("An add-on was given up, and its provider hears of it later, addon={}", addon.name(), e);
        }
    }

    private Account requireOwner(Addon addon) {
        return addons.owner(addon).orElseThrow(() -> ApiException.notFound("add_on"));
    }
}
