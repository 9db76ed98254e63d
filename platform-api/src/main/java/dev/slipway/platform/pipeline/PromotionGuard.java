package dev.slipway.platform.pipeline;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Guard;
import dev.slipway.platform.api.ApiException;
import org.springframework.stereotype.Component;

/** Guards {@code {promotion}}, an id: who sees the pipeline sees its promotions. */
@Component
class PromotionGuard implements Guard<Promotion> {

    private final PromotionRecords records;
    private final Pipelines pipelines;

    PromotionGuard(PromotionRecords records, Pipelines pipelines) {
        this.records = records;
        this.pipelines = pipelines;
    }

    @Override
    public Class<Promotion> type() {
        return Promotion.class;
    }

    @Override
    public String variable() {
        return "promotion";
    }

    @Override
    public Promotion require(Account caller, String id, Permission permission) {
        Promotion promotion = records.require(id);
        try {
            pipelines.require(caller, promotion.pipelineId().toString(), permission);
        } catch (ApiException e) {
            throw e.status() == 404 ? ApiException.notFound("pipeline promotion") : e;
        }
        return promotion;
    }
}
