package dev.slipway.platform.pipeline;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.Apps;
import dev.slipway.platform.transfer.AppTransfers;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Gives pipelines away: the pipeline at once, its apps when the recipient accepts them. */
@Service
class PipelineTransfers {

    private final Pipelines pipelines;
    private final Couplings couplings;
    private final AppTransfers transfers;
    private final Apps apps;

    PipelineTransfers(Pipelines pipelines, Couplings couplings, AppTransfers transfers, Apps apps) {
        this.pipelines = pipelines;
        this.couplings = couplings;
        this.transfers = transfers;
        this.apps = apps;
    }

    /** Gives {@code pipeline} to {@code to}, and offers them those of its apps that {@code by} may give away. */
    @Transactional
    public Pipeline give(Pipeline pipeline, Account by, Account to) {
        for (Coupling coupling : couplings.of(pipeline)) {
            apps.find(coupling.appId()).filter(app -> mayGive(app, by, to)).ifPresent(app -> transfers.offer(app, by, to));
        }
        return pipelines.give(pipeline, to);
    }

    private boolean mayGive(App app, Account by, Account to) {
        return transfers.isPersonal(app) && apps.permits(by, app, Permission.MANAGE) && !app.ownerId().equals(to.id());
    }
}
