package dev.slipway.platform.pipeline;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Guard;
import org.springframework.stereotype.Component;

/** Guards {@code {pipeline}}, a name or an id. */
@Component
class PipelineGuard implements Guard<Pipeline> {

    private final Pipelines pipelines;

    PipelineGuard(Pipelines pipelines) {
        this.pipelines = pipelines;
    }

    @Override
    public Class<Pipeline> type() {
        return Pipeline.class;
    }

    @Override
    public String variable() {
        return "pipeline";
    }

    @Override
    public Pipeline require(Account caller, String nameOrId, Permission permission) {
        return pipelines.require(caller, nameOrId, permission);
    }
}
